import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { ReturnLoop } from '../../../lib/list/at-least-once/return-loop.js';
import { returnHeld } from '../../../lib/redis/commands/lua/return-held.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = { id: 'F', keys: ['orders', 'refunds'], maxDeliveryCount: 5 } as unknown as ListFunction;

describe('ReturnLoop', () => {
  let clock: ManualClock;
  let looked: unknown[];
  let returned: unknown[];
  /** How much is held of a list; throws where Redis does not say. */
  let held: (key: unknown) => number;
  let tookOver: unknown[];
  let loop: ReturnLoop;

  beforeEach(() => {
    clock = new ManualClock();
    looked = [];
    returned = [];
    held = () => 0;
    tookOver = [];
    const command = {
      whenReady: () => Promise.resolve(),
      send: async ([name, ...args]: readonly unknown[]): Promise<unknown> => {
        await Promise.resolve();
        if (name === 'HLEN') {
          looked.push(args[0]);
          return held(args[0]);
        }
        if (args[0] !== returnHeld.sha) return [];
        returned.push(args[2]);
        return [1, 0, [Buffer.from('gone'), Buffer.from('G'), 1]];
      },
    };
    loop = new ReturnLoop({
      descriptor,
      command,
      clock,
      observer: {
        failed: (error) => expect.fail(String(error)),
        tookOver: (list, [holder]) => tookOver.push([list, holder?.consumer]),
      },
    });
  });
  afterEach(() => loop.stop());

  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    for (let turn = 0; turn < 5; turn++) await settled();
  };

  it('looks at each list every 20 s, and puts back only where something is held', async () => {
    loop.start();
    await pass(0);
    expect([looked, returned]).to.deep.equal([['{orders}:held', '{refunds}:held'], []]);
    await pass(19_999);
    expect(looked).to.have.length(2);
    held = (key) => (key === '{refunds}:held' ? 3 : 0);
    await pass(1);
    expect(returned).to.deep.equal(['orders', 'refunds']);
    expect(tookOver).to.deep.equal([
      ['orders', 'gone'],
      ['refunds', 'gone'],
    ]);
    expect(loop.liveness.isLive).to.equal(true);
  });

  it('goes on after an error', async () => {
    held = () => {
      throw new Error('Connection is closed.');
    };
    loop.start();
    await pass(0);
    await pass(20_000);
    expect(looked).to.have.length(4);
  });

  it('looks no more where the user may not, or after it was stopped', async () => {
    loop.start();
    await pass(0);
    held = () => {
      throw new RedisReplyError('NOPERM no permissions to access one of the keys');
    };
    await pass(20_000);
    await pass(20_000);
    expect(looked).to.have.length(4);
    held = () => 0;
    loop.start();
    await pass(0);
    loop.stop();
    await pass(20_000);
    expect(looked).to.have.length(6);
  });
});
