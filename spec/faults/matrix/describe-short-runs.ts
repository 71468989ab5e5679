import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { allFaults } from './all-faults.js';
import { whyNot } from './applicable.js';
import { violationsOf } from './fault-result.js';
import { runFault } from './run-fault.js';
import { triggersUnderTest, type KindUnderTest } from './trigger-under-test.js';

const scale = { messages: 1_000, length: 'short' } as const;

/** Other specs run beside these: what takes five seconds at most on an idle machine may take longer here. */
const recoveryBoundInMs = 40_000;

/** The short runs of the matrix for one kind of trigger; `npm run faults` has the full ones. */
export function describeShortRuns(kind: KindUnderTest): void {
  const run = redisServerVersion === undefined ? describe.skip : describe;
  run(`Every message is accounted for (${kind})`, function () {
    this.timeout(180_000);

    for (const trigger of triggersUnderTest.filter((each) => each.kind === kind)) {
      for (const fault of allFaults) {
        if (!fault.shortOn.includes(kind) || whyNot(fault, trigger) !== undefined) continue;
        it(`${trigger.name}: ${fault.name}`, async () => {
          const measured = await runFault(fault, trigger, scale);
          expect(violationsOf(measured, recoveryBoundInMs)).to.deep.equal([]);
        });
      }
    }
  });
}
