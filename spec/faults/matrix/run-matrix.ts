import 'reflect-metadata';
import { describeProcesses, writeProcesses } from '../many-processes/processes-report.js';
import {
  violationsOf as violationsOfProcesses,
  type ProcessesResult,
} from '../many-processes/processes-result.js';
import { chooseSeed, runProcesses } from '../many-processes/run-processes.js';
import { allFaults } from './all-faults.js';
import { whyNot } from './applicable.js';
import { violationsOf, type Measured } from './fault-result.js';
import { describeResult, writeReport } from './report.js';
import { runFault } from './run-fault.js';
import { sharedTriggers, triggersUnderTest } from './trigger-under-test.js';

/**
 * The full matrix: every fault on every kind of trigger, and then what several processes share. It prints each
 * result, writes the tables of docs/reliability.md, and ends with 1 where anything is not as the contract says.
 * `FAULTS` may name a part of it, as a regular expression for `<fault>, <trigger>`, with `Four processes` for the
 * latter; the other rows then stay.
 */
const messages = 10_000;
const chosen = new RegExp(process.env.FAULTS ?? '', 'i');
const results: Measured[] = [];
for (const fault of allFaults) {
  for (const trigger of triggersUnderTest) {
    if (whyNot(fault, trigger) !== undefined || !chosen.test(`${fault.name}, ${trigger.name}`)) continue;
    const result = await runFault(fault, trigger, { messages, length: 'full' });
    results.push(result);
    process.stdout.write(`${describeResult(result)}\n`);
  }
}
if (results.length > 0) await writeReport(results, messages);
const shared: ProcessesResult[] = [];
for (const trigger of sharedTriggers) {
  if (!chosen.test(`Four processes, ${trigger.name}`)) continue;
  const result = await runProcesses(trigger, 60_000, chooseSeed());
  shared.push(result);
  process.stdout.write(`${describeProcesses(result)}\n`);
}
if (shared.length > 0) await writeProcesses(shared);
const violations = [
  ...results.flatMap((result) => violationsOf(result)),
  ...shared.flatMap(violationsOfProcesses),
];
process.exitCode = violations.length === 0 ? 0 : 1;
