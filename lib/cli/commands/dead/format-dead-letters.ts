import type { Look } from '../../../dead-letter-tools/look-at-letters.js';
import type { FunctionDeadLetters, SeenGroups, SeenLetters } from '../../actions/dead/list-dead-letters.js';
import { formatDuration } from '../../frame/duration.js';
import type { Output } from '../../frame/output.js';
import { formatCount, formatTable, nothing, type Column } from '../../frame/table.js';
import { escapeText } from './escape-bytes.js';

const countColumns: readonly Column[] = [
  { heading: 'FUNCTION', align: 'left' },
  { heading: 'DEAD', align: 'right' },
  { heading: 'NEWEST', align: 'right' },
];

const letterColumns: readonly Column[] = [
  { heading: 'ID', align: 'left' },
  { heading: 'FAILED', align: 'right' },
  { heading: 'ATTEMPTS', align: 'right' },
  { heading: 'GROUP', align: 'left' },
  { heading: 'REASON', align: 'left' },
  { heading: 'ERROR', align: 'left' },
];

const groupColumns: readonly Column[] = [
  { heading: 'COUNT', align: 'right' },
  { heading: 'GROUP', align: 'left' },
  { heading: 'FIRST', align: 'right' },
  { heading: 'LAST', align: 'right' },
  { heading: 'REASON', align: 'left' },
  { heading: 'ERROR', align: 'left' },
];

/** How many dead letters each function has. */
export function formatCounts(counts: readonly FunctionDeadLetters[], now: Date, output: Output): string {
  if (counts.length === 0) return 'The handlers have no function.';
  const rows = counts.map(({ functionId, deadLetters, newestAt = null }) => [
    functionId,
    formatCount(deadLetters),
    ageOf(newestAt, now),
  ]);
  return tableOf(countColumns, rows, output);
}

/** Dead letters as a table, and below it how many there are besides. */
export function formatLetters(seen: SeenLetters, isFiltered: boolean, now: Date, output: Output): string {
  const { functionId, letters, total, matched } = seen;
  if (total === 0) return `${functionId} has no dead letters.`;
  const rows = letters.map(({ id, failedAt, attempts, group, reason, error }) => [
    id,
    ageOf(failedAt, now),
    formatCount(attempts),
    group,
    escapeText(reason),
    errorOf(error.name, error.message),
  ]);
  const isCut = isFiltered && letters.length < matched;
  const shown = isCut ? `; the newest ${formatCount(letters.length)} are shown` : '';
  return withWindow(rows, letterColumns, `${windowOf(seen, isFiltered)}${shown}.`, output);
}

/** Groups of dead letters as a table, and below it how many were looked at. */
export function formatGroups(seen: SeenGroups, isFiltered: boolean, now: Date, output: Output): string {
  const { functionId, groups, total } = seen;
  if (total === 0) return `${functionId} has no dead letters.`;
  const rows = groups.map(({ group, reason, error, message, count, firstAt, lastAt }) => [
    formatCount(count),
    group,
    ageOf(firstAt, now),
    ageOf(lastAt, now),
    escapeText(reason),
    errorOf(error, message),
  ]);
  return withWindow(rows, groupColumns, `${windowOf(seen, isFiltered)}.`, output);
}

function windowOf({ total, lookedAt, matched }: Look, isFiltered: boolean): string {
  // Somebody may have removed some meanwhile.
  const window =
    lookedAt < total ? `the latest ${formatCount(lookedAt)} of ${formatCount(total)}` : formatCount(total);
  const noun = total === 1 ? 'dead letter' : 'dead letters';
  const text = isFiltered ? `${formatCount(matched)} of ${window} ${noun} match` : `${window} ${noun}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withWindow(
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  window: string,
  output: Output,
): string {
  return rows.length === 0 ? window : `${tableOf(columns, rows, output)}\n${output.style('dim', window)}`;
}

function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[], output: Output): string {
  return formatTable(columns, rows, (headings) => output.style('bold', headings));
}

function ageOf(at: string | null, now: Date): string {
  return at === null ? nothing : formatDuration(now.getTime() - Date.parse(at));
}

const longestError = 100;

/** In one line. */
function errorOf(name: string, message: string): string {
  const text = escapeText(message === '' ? name : `${name}: ${message}`);
  return text.length > longestError ? `${Array.from(text).slice(0, longestError).join('')}…` : text;
}
