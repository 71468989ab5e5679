import { formatDuration } from '../frame/duration.js';
import { unmovedText } from '../checking/unmoved-delayed.js';
import type { Output } from '../frame/output.js';
import { formatCount, formatTable, nothing, type Column } from '../frame/table.js';
import { untilText } from './until-text.js';
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
  const beside = statuses.flatMap((each) => {
    const { id, error, unmovedDelayed = {} } = each;
    const wrong = [...(error === undefined ? [] : [error]), ...(passed.get(id) ?? [])];
    return [
      ...ownPausesOf(each, now).map((line) => output.style('yellow', `  ! ${id}  ${line}`)),
      ...Object.entries(unmovedDelayed).map(([key, count]) =>
        output.style('yellow', `  ! ${id}  ${unmovedText(count, key)}`),
      ),
      ...wrong.map((line) => output.style('red', `  ! ${id}  ${line}`)),
    ];
  });
  return [table, ...beside].join('\n');
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

function stateOf({ state, pause, pausedInProcesses }: FunctionStatus, now: Date): string {
  if (state === 'unknown') return nothing;
  const until = state === 'paused' && (pause ?? pausedInProcesses)?.until;
  return until ? `${state} (${untilText(until, now)})` : state;
}

/** That processes have paused it themselves, where the table does not say so, or where somebody has to know it to end it. */
function ownPausesOf({ pausedInProcesses, processes = 0 }: FunctionStatus, now: Date): string[] {
  if (!pausedInProcesses) return [];
  const { count, until } = pausedInProcesses;
  const end = until === null ? '' : `: ${untilText(until, now)}`;
  return [
    `paused in ${count} of ${processes} ${processes === 1 ? 'process' : 'processes'}, by runtime.pause${end}`,
  ];
}

/** Those that listen, and those that the backlog needs. */
function workersOf({ workers, targetWorkers }: FunctionStatus): string {
  if (workers === undefined) return nothing;
  return targetWorkers === undefined
    ? formatCount(workers)
    : `${formatCount(workers)}/${formatCount(targetWorkers)}`;
}
