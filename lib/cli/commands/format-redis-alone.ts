import type { Output } from '../frame/output.js';
import { formatCount, formatTable, nothing, type Column } from '../frame/table.js';
import type { FoundInRedis } from '../redis-alone/read-redis-alone.js';

const columns: readonly Column[] = [
  { heading: 'KEY', align: 'left' },
  { heading: 'GROUP', align: 'left' },
  { heading: 'KIND', align: 'left' },
  { heading: 'BACKLOG', align: 'right' },
  { heading: 'PENDING', align: 'right' },
  { heading: 'DEAD', align: 'right' },
];

/** What was found in a Redis, as a table. */
export function formatRedisAlone(found: readonly FoundInRedis[], output: Output): string {
  if (found.length === 0) return 'There is no consumer group, no held element and no dead letter.';
  const rows = found.map(({ key = nothing, group = nothing, kind, backlog, pending, deadLetters }) => [
    key,
    group,
    kind,
    formatCount(backlog),
    formatCount(pending),
    formatCount(deadLetters),
  ]);
  return formatTable(columns, rows, (headings) => output.style('bold', headings));
}
