import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { sharedTriggers } from '../matrix/trigger-under-test.js';
import { violationsOf } from './processes-result.js';
import { chooseSeed, runProcesses } from './run-processes.js';

/** The short run; `npm run faults` has the full one. */
(redisServerVersion === undefined ? describe.skip : describe)(
  'Four processes, killed and started at random',
  function () {
    this.timeout(180_000);

    for (const trigger of sharedTriggers) {
      it(`account for every message: ${trigger.name}`, async () => {
        expect(violationsOf(await runProcesses(trigger, 2_500, chooseSeed()))).to.deep.equal([]);
      });
    }
  },
);
