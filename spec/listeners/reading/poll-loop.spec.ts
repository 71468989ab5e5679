import { expect } from 'chai';
import { PollLoop } from '../../../lib/listeners/reading/poll-loop.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { rethrow } from '../../support/hostile-values.js';

describe('PollLoop', () => {
  it('is not live any more once whoever hears of an error fails, and ends at a stop all the same', async () => {
    const fail = (): never => rethrow(new Error('an observer'));
    const observer = {
      listening: fail,
      cannotListen: fail,
      failed: fail,
      recovered: fail,
      gap: fail,
      refused: fail,
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
