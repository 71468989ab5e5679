import { expect } from 'chai';
import { LoopLiveness } from '../../lib/time/loop-liveness.js';

describe('LoopLiveness', () => {
  let liveness: LoopLiveness;

  beforeEach(() => {
    liveness = new LoopLiveness();
  });

  function pass(seconds: number): boolean {
    for (let second = 0; second < seconds; second++) liveness.tick(1_000);
    return liveness.isLive;
  }

  it('is alive before its loop begins, however long that takes', () => {
    expect(pass(1_000)).to.equal(true);
  });

  it('shows within 30 s that the loop does not turn, and at once that it turns again', () => {
    liveness.recordProgress();
    expect(pass(28)).to.equal(true);
    expect(pass(1)).to.equal(false);
    liveness.recordProgress();
    expect(liveness.isLive).to.equal(true);
  });

  it('grants a long wait that was asked for, and a little more', () => {
    liveness.recordProgress(60_000);
    expect(pass(65)).to.equal(true);
    expect(pass(1)).to.equal(false);
  });

  it('grants a wait any time as long as it is in order', async () => {
    let isInOrder = true;
    let end: () => void = () => undefined;
    liveness.recordProgress();
    const wait = liveness.during(() => isInOrder, new Promise<void>((resolve) => (end = resolve)));
    expect(pass(1_000)).to.equal(true);
    isInOrder = false;
    expect(pass(28)).to.equal(true);
    expect(pass(1)).to.equal(false);
    end();
    await wait;
    expect(liveness.isLive).to.equal(true);
  });

  it('grants one of several waits, also when another has ended', async () => {
    let end: () => void = () => undefined;
    liveness.recordProgress();
    const isMoving = (): boolean => true;
    const wait = liveness.during(isMoving, new Promise<void>((resolve) => (end = resolve)));
    await liveness.during(() => true, Promise.resolve());
    expect(pass(1_000)).to.equal(true);
    end();
    await wait;
    expect(pass(29)).to.equal(false);
  });

  it('of a wait that never ends is alive as long as that is in order', () => {
    let isInOrder = true;
    liveness = new LoopLiveness(() => isInOrder);
    liveness.recordProgress();
    expect(pass(1_000)).to.equal(true);
    isInOrder = false;
    expect(pass(30)).to.equal(false);
    isInOrder = true;
    expect(pass(1)).to.equal(true);
  });
});
