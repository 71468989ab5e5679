import { availableParallelism, loadavg } from 'node:os';
import { redisServerVersion } from '../../support/redis-binary.js';
import { allFaults } from './all-faults.js';
import { whyNot } from './applicable.js';
import { allowedLoss, expectedHealth, violationsOf, type Measured } from './fault-result.js';
import { markdownTable, rewriteSection, rowsOf } from './report-section.js';
import { triggersUnderTest } from './trigger-under-test.js';

/** One line on a result, for whoever watches the suite run. */
export function describeResult(result: Measured): string {
  const violations = violationsOf(result);
  const verdict = violations.length === 0 ? 'ok ' : 'NOT';
  return [verdict, ...rowOf(result), ...violations].join(' | ');
}

/** Writes the results into docs/reliability.md; rows of runs that are not among them stay. */
export function writeReport(results: readonly Measured[], messages: number): Promise<void> {
  return rewriteSection('faults', (former) =>
    [
      conditions(messages),
      tableOf([...rowsOf(former), ...results.map(rowOf)]),
      '\n',
      notApplicable(),
      '\n\n',
    ].join(''),
  );
}

const columns = [
  'fault',
  'trigger',
  'sent',
  'handled',
  'dead letters',
  'handled again',
  'destroyed',
  'in gaps',
  'lost (allowed)',
  'recovered (ms)',
  'commands/s',
  'health meanwhile',
];

function conditions(messages: number): string {
  const runs = `Redis ${redisServerVersion ?? ''}, ${messages.toLocaleString('en')} messages in each run`;
  const machine = `one machine with ${availableParallelism()} cores (load average ${loadavg()[2]?.toFixed(0)})`;
  return `${runs}; all on ${machine}, over loopback.\n\n`;
}

/** Which run a row is of. */
function runOf([fault = '', trigger = '']: readonly string[]): string {
  return `${fault}, ${trigger}`;
}

/** The later of two rows of the same run counts. */
function tableOf(results: readonly string[][]): string {
  const byRun = new Map(results.map((row) => [runOf(row), row]));
  const runs = allFaults.flatMap(({ name }) => triggersUnderTest.map((each) => runOf([name, each.name])));
  const known = runs.map((run) => byRun.get(run)).filter((row) => row !== undefined);
  return markdownTable([columns, ...known]);
}

function rowOf(result: Measured): string[] {
  const { fault, trigger, account, recoveredInMs, requestsPerSecond } = result;
  return [
    fault.name,
    trigger.name,
    account.sent,
    account.handled,
    account.deadLettered,
    account.duplicates,
    account.destroyed,
    account.inGaps,
    `${account.missing.length} (${allowedLoss(result)})`,
    recoveredInMs === undefined ? 'never' : Math.round(recoveredInMs),
    fault.idles.includes(trigger.kind) ? Math.round(requestsPerSecond) : 'works on',
    saidOf(result),
  ].map(String);
}

function saidOf({ fault, trigger, health }: Measured): string {
  if (expectedHealth(fault, trigger) === 'unreachable') return 'nobody to say';
  return health.saidNotReady ? 'not ready' : 'ready';
}

function notApplicable(): string {
  const lines = allFaults.flatMap((fault) =>
    triggersUnderTest.flatMap((trigger) => {
      const reason = whyNot(fault, trigger);
      return reason === undefined ? [] : [`- ${fault.name}, ${trigger.name}: ${reason}.`];
    }),
  );
  return ['Left out, because there is no such thing:', '', ...lines].join('\n');
}
