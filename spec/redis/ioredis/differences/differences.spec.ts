import { expect } from 'chai';
import { describeOnRedis } from '../../../support/test-redis.js';
import * as changes from './changes.js';
import { bodies, runTriggers } from './run-triggers.js';

/** What the log says where ioredis differs so. */
const differences = [
  ['ignores the pipeline of a command', changes.ignorePipelines, 'does not write a command to the pipeline'],
  ['writes to a pipeline later', changes.writeToPipelinesLater, 'does not write a command to the pipeline'],
  ['takes no command of ours', changes.refuseOtherCommands, 'does not write a command to the pipeline'],
  [
    'has another listener before its decoder',
    changes.listenBeforeDecoder,
    'is not its decoder, or not alone',
  ],
  ['decodes later', changes.decodeLater, 'is not its decoder, or not alone'],
  ['makes no text of big numbers', changes.readBigNumbersAsNumbers, 'does not hand a big number on as text'],
  ['does not show its queue', changes.hideQueue, 'is not its decoder, or not alone'],
] as const;

describeOnRedis('an ioredis that is not as it is known', (redis) => {
  it('is not the one that is installed', async () => {
    const { warnings, ...received } = await runTriggers(redis, () => undefined);
    expect(warnings).to.deep.equal([]);
    expect(received).to.deep.equal({ elements: bodies, entries: bodies, messages: bodies });
  });

  for (const [title, change, says] of differences) {
    it(`runs every trigger where it ${title}, and says so once`, async () => {
      const { warnings, ...received } = await runTriggers(redis, change);
      expect(received).to.deep.equal({ elements: bodies, entries: bodies, messages: bodies });
      expect(warnings.map(({ level, fields }) => [level, fields.code])).to.deep.equal([
        ['warn', 'IOREDIS_DIFFERS'],
      ]);
      expect(warnings[0]?.text).to.contain(says);
    });
  }
});
