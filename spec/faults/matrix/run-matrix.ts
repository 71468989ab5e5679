import 'reflect-metadata';
import { allFaults } from './all-faults.js';
import { whyNot } from './applicable.js';
import { violationsOf, type Measured } from './fault-result.js';
import { describeResult, writeReport } from './report.js';
import { runFault } from './run-fault.js';
import { triggersUnderTest } from './trigger-under-test.js';

/**
 * The full matrix: every fault on every kind of trigger. It prints each result, writes the table of
 * docs/reliability.md, and ends with 1 where anything is not as the contract says. `FAULTS` may name a part
 * of it, as a regular expression for `<fault>, <trigger>`; the other rows of the table then stay.
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
await writeReport(results, messages);
process.exitCode = results.every((result) => violationsOf(result).length === 0) ? 0 : 1;
