import { expect } from 'chai';
import { LoopLiveness } from '../../../lib/time/loop-liveness.js';
import { LivenessWatch } from '../../../lib/runtime/health/liveness-watch.js';
import { Recorder } from '../../support/recorder.js';

describe('LivenessWatch', () => {
  it('lets no more than a second pass while the event loop is blocked', async () => {
    const passed = new Recorder<number>();
    const liveness = new LoopLiveness();
    liveness.tick = passed.add;
    const watch = new LivenessWatch();
    watch.start([{ loops: [liveness] }]);
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_100);
      await passed.until(1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(passed.items).to.deep.equal([1_000]);
    } finally {
      watch.stop();
    }
  });
});
