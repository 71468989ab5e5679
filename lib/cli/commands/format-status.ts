import { formatDuration } from '../frame/duration.js';
import type { Output } from '../frame/output.js';
import { formatCount, formatTable, nothing, type Column } from '../frame/table.js';
import type { FunctionStatus } from '../actions/read-status.js';

const columns: readonly Column[] = [
  { heading: 'FUNCTION', align: 'left' },
  { heading: 'KIND', align: 'left' },
  { heading: 'STATE', align: 'left' },
  { heading: 'BACKLOG', align: 'right' },
  { heading: 'DELAYED', align: 'right' },
  { heading: 'PENDING', align: 'right' },
  { heading: 'OLDEST', align: 'right' },
  { heading: 'DEAD', align: 'right' },
  { heading: 'WORKERS', align: 'right' },
];

/** The table of functions, and below it what is wrong, one line each. */
export function formatStatus(
  statuses: readonly FunctionStatus[],
  passed: ReadonlyMap<string, readonly string[]>,
  now: Date,
  output: Output,
): string {
  if (statuses.length === 0) return 'The handlers have no function.';
  const isAnyDelayed = statuses.some(({ delayed }) => delayed !== undefined);
  const isShown = (_: unknown, index: number): boolean =>
    isAnyDelayed || columns[index]?.heading !== 'DELAYED';
  const table = formatTable(
    columns.filter(isShown),
    statuses.map((each) => rowOf(each, now).filter(isShown)),
    (headings) => output.style('bold', headings),
  );
  const wrong = statuses.flatMap(({ id, error }) => {
    const lines = [...(error === undefined ? [] : [error]), ...(passed.get(id) ?? [])];
    return lines.map((line) => output.style('red', `  ! ${id}  ${line}`));
  });
  return [table, ...wrong].join('\n');
}

function rowOf(status: FunctionStatus, now: Date): string[] {
  const { id, kind, backlog, delayed, isEstimate = false, pending, oldestAt, deadLetters } = status;
  return [
    id,
    kind,
    stateOf(status, now),
    `${isEstimate ? '~' : ''}${formatCount(backlog)}`,
    formatCount(delayed),
    formatCount(pending),
    oldestAt === undefined ? nothing : formatDuration(now.getTime() - Date.parse(oldestAt)),
    formatCount(deadLetters),
    workersOf(status),
  ];
}

function stateOf({ state, pause }: FunctionStatus, now: Date): string {
  if (state === 'unknown') return nothing;
  if (!pause?.until) return state;
  return `${state} (${formatDuration(Date.parse(pause.until) - now.getTime())} left)`;
}

/** Those that listen, and those that the fleet has; without a fleet, those that the backlog needs. */
function workersOf({ workers, processes, targetWorkers }: FunctionStatus): string {
  if (workers === undefined) return nothing;
  if (processes !== undefined) return `${formatCount(workers)}/${formatCount(processes)}`;
  return targetWorkers === undefined ? formatCount(workers) : `${workers}/${targetWorkers}`;
}
