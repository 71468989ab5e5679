import { markdownTable, rewriteSection, rowsOf } from '../matrix/report-section.js';
import { sharedTriggers } from '../matrix/trigger-under-test.js';
import { allowedLoss, allowedRepeats, violationsOf, type ProcessesResult } from './processes-result.js';

const columns = [
  'trigger',
  'kills',
  'sent',
  'handled',
  'dead letters',
  'still there',
  'in gaps',
  'lost (allowed)',
  'handled again (allowed)',
];

/** One line on a result, for whoever watches the suite run. */
export function describeProcesses(result: ProcessesResult): string {
  const violations = violationsOf(result);
  return [violations.length === 0 ? 'ok ' : 'NOT', '4 processes', ...rowOf(result), ...violations].join(
    ' | ',
  );
}

/** Writes the results into docs/reliability.md; rows of triggers that are not among them stay. */
export function writeProcesses(results: readonly ProcessesResult[]): Promise<void> {
  return rewriteSection('processes', (former) => {
    const rows = new Map([...rowsOf(former), ...results.map(rowOf)].map((row) => [row[0], row]));
    const known = sharedTriggers.map(({ name }) => rows.get(name)).filter((row) => row !== undefined);
    return `${markdownTable([columns, ...known])}\n`;
  });
}

function rowOf(result: ProcessesResult): string[] {
  const { trigger, kills, account } = result;
  return [
    trigger.name,
    kills,
    account.sent,
    account.handled,
    account.deadLettered,
    account.waiting,
    account.inGaps,
    `${account.missing.length} (${allowedLoss(result)})`,
    `${account.duplicates} (${allowedRepeats(result)})`,
  ].map(String);
}
