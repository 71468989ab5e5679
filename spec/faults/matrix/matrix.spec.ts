import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { allFaults } from './all-faults.js';
import { whyNot } from './applicable.js';
import { violationsOf } from './fault-result.js';
import { runFault } from './run-fault.js';
import { triggersUnderTest } from './trigger-under-test.js';

const scale = { messages: 1_000, length: 'short' } as const;

/** The short run of the matrix; `npm run faults` is the full one. */
(redisServerVersion === undefined ? describe.skip : describe)('Every message is accounted for', function () {
  this.timeout(180_000);

  for (const fault of allFaults) {
    for (const trigger of triggersUnderTest) {
      if (!fault.shortOn.includes(trigger.kind) || whyNot(fault, trigger) !== undefined) continue;
      it(`${trigger.name}: ${fault.name}`, async () => {
        expect(violationsOf(await runFault(fault, trigger, scale))).to.deep.equal([]);
      });
    }
  }

  it('and every fault is tried on a kind of trigger at least', () => {
    for (const { shortOn, notOn, name } of allFaults) {
      expect(shortOn, name).to.not.deep.equal([]);
      for (const kind of shortOn) expect(notOn ?? {}, name).to.not.have.property(kind);
    }
  });
});
