import { expect } from 'chai';
import { PollLoop } from '../../../lib/listeners/reading/poll-loop.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { rethrow } from '../../support/hostile-values.js';

describe('PollLoop', () => {
  describe('whose turns fail', () => {
    let clock: ManualClock;
    let turn: () => unknown;
    let heard: unknown[];
    let loop: PollLoop;

    beforeEach(() => {
      clock = new ManualClock();
      heard = [];
      const observer = {
        listening: () => heard.push('listening'),
        cannotListen: (error: unknown) => heard.push(error),
      } as unknown as ConstructorParameters<typeof PollLoop>[0]['observer'];
      loop = new PollLoop({ turn: () => settled().then(() => turn()), observer, clock });
    });

    afterEach(() => loop.stop());

    const failWith = (error: Error) => (): never => {
      throw error;
    };

    it('rests longer each time, says how often, and begins anew when a turn goes well', async () => {
      const broken = new Error('broken');
      turn = failWith(broken);
      loop.start();
      await clock.whenAsleep();
      expect(heard).to.deep.equal([broken]);
      expect(loop.backoff).to.include({ failures: 1, nextTryInMs: clock.delays[0] });
      await clock.advance(60_000);
      await clock.whenAsleep();
      expect(loop.backoff?.failures).to.equal(2);
      turn = () => undefined;
      await clock.advance(60_000);
      await loop.started;
      expect(heard.slice(0, 3)).to.deep.equal([broken, broken, 'listening']);
      expect(loop.backoff).to.equal(undefined);
    });

    it('says nothing of what another node of the cluster has, unless that goes on', async () => {
      const moved = new RedisReplyError('MOVED 1 127.0.0.1:7001');
      turn = failWith(moved);
      loop.start();
      while (heard.length === 0) {
        await clock.whenAsleep();
        await clock.advance(1_000);
      }
      expect(clock.delays.length).to.be.within(5, 100);
    });

    it('tells of a flaw with which it goes on', async () => {
      const flaw = new Error('one key of two');
      turn = () => flaw;
      loop.start();
      await loop.started;
      expect(heard[0]).to.equal(flaw);
    });
  });

  it('is not live any more once whoever hears of an error fails, and ends at a stop all the same', async () => {
    const fail = (): never => rethrow(new Error('an observer'));
    const observer = {
      listening: fail,
      cannotListen: fail,
      failed: fail,
      recovered: fail,
      gap: fail,
      turnedAway: fail,
      lost: fail,
      tookOver: fail,
    };
    const loop = new PollLoop({ turn: () => Promise.resolve(undefined), observer, clock: new ManualClock() });
    loop.start();
    await settled();
    expect(loop.liveness.isLive).to.equal(false);
    await loop.stop();
    await loop.started;
  });
});
