import type { LetterGroup } from '../actions/dead-letters.js';
import type { LetterDocument } from '../dead/letter-document.js';
import { usageError } from '../frame/command-error.js';
import { defineCommand } from '../frame/command-spec.js';
import { formatDuration } from '../frame/duration.js';
import { formatCount, formatTable, type Column } from '../frame/table.js';
import { addWhere, type WhereOptions } from './dead-options.js';

interface ListOptions extends WhereOptions {
  readonly group?: true;
  readonly limit: number;
}

const groupColumns: readonly Column[] = [
  { heading: 'COUNT', align: 'right' },
  { heading: 'FUNCTION', align: 'left' },
  { heading: 'REASON', align: 'left' },
  { heading: 'ERROR', align: 'left' },
  { heading: 'FIRST', align: 'right' },
  { heading: 'LAST', align: 'right' },
];

const letterColumns: readonly Column[] = [
  { heading: 'ID', align: 'left' },
  { heading: 'SOURCE', align: 'left' },
  { heading: 'REASON', align: 'left' },
  { heading: 'ERROR', align: 'left' },
  { heading: 'FAILED', align: 'right' },
];

const none = 'There are no such dead letters.';

export const deadList = defineCommand<ListOptions>({
  usage: 'list [function]',
  effect: 'reads',
  summary: 'Show the dead letters of a function, or, by error, those of all functions.',
  examples: [
    'dead list',
    'dead list Shop.onPayment --where customer=ada',
    'dead list Shop.onPayment --group',
  ],
  loadsHandlers: true,
  configure: (command) =>
    void addWhere(command)
      .option('--group', 'by how they failed; without a function it is always so')
      .option('--limit <count>', 'show so many, the oldest', countOf, 100),
  async run({ args: [functionId], options, output, programs }) {
    const selection = { ids: [], where: options.where ?? [] };
    const now = Date.now();
    const bold = (headings: string): string => output.style('bold', headings);
    if (functionId === undefined || options.group) {
      const groups = await programs.run('groupDead', { functionId: functionId ?? null, selection });
      output.data(groups, () =>
        groups.length === 0
          ? none
          : formatTable(
              groupColumns,
              groups.map((each) => groupRow(each, now)),
              bold,
            ),
      );
      return undefined;
    }
    const letters = await programs.run('listDead', { functionId, selection, limit: options.limit });
    output.data(letters, () =>
      letters.length === 0
        ? none
        : formatTable(
            letterColumns,
            letters.map((each) => letterRow(each, now)),
            bold,
          ),
    );
    return undefined;
  },
});

function groupRow({ count, functionId, reason, error, firstAt, lastAt }: LetterGroup, now: number): string[] {
  return [formatCount(count), functionId, reason, errorText(error), ago(firstAt, now), ago(lastAt, now)];
}

function letterRow({ id, source, reason, error, failedAt }: LetterDocument, now: number): string[] {
  return [id, typeof source === 'string' ? source : '(bytes)', reason, errorText(error), ago(failedAt, now)];
}

/** In one line, and no longer than a line. */
function errorText({ name, message }: LetterDocument['error']): string {
  const text = `${name}: ${message.replace(/\s+/g, ' ')}`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function ago(at: string, now: number): string {
  return `${formatDuration(now - Date.parse(at))} ago`;
}

function countOf(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw usageError(`"${text}" is no whole number above 0`);
  return Number(text);
}
