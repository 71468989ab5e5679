import { expect } from 'chai';
import { systemClock } from '../../lib/time/system-clock.js';
import { settled } from '../support/manual-clock.js';

describe('systemClock', () => {
  for (const delayInMs of [2 ** 31, 1e12, Number.MAX_VALUE]) {
    it(`sleeps for ${delayInMs} ms, which is longer than Node's timers take`, async () => {
      const stop = new AbortController();
      let isAwake = false;
      const sleep = systemClock.sleep(delayInMs, stop.signal).then(() => (isAwake = true));
      await systemClock.sleep(5);
      await settled();
      expect(isAwake).to.equal(false);
      stop.abort();
      await sleep;
    });
  }
});
