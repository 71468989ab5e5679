import { expect } from 'chai';
import { SlidingLog } from '../../../lib/listeners/rate/sliding-log.js';

describe('SlidingLog', () => {
  it('counts what was taken within the time, and a hundredth to two hundredths longer', () => {
    const log = new SlidingLog(1_000);
    log.add(3, 5);
    expect(log.countAt(5)).to.equal(3);
    expect(log.countAt(1_019)).to.equal(3);
    expect(log.countAt(1_020)).to.equal(0);
  });

  it('forgets step by step', () => {
    const log = new SlidingLog(1_000);
    log.add(3, 0);
    log.add(2, 500);
    expect(log.countAt(1_020)).to.equal(2);
    log.add(1, 1_100);
    expect(log.countAt(1_520)).to.equal(1);
    expect(log.countAt(10_000)).to.equal(0);
  });

  it('says how long it takes until no more than so many count', () => {
    const log = new SlidingLog(1_000);
    log.add(3, 0);
    log.add(2, 500);
    expect(log.untilAtMost(5, 600)).to.equal(0);
    expect(log.untilAtMost(4, 600)).to.equal(420);
    expect(log.untilAtMost(2, 600)).to.equal(420);
    expect(log.untilAtMost(1, 600)).to.equal(920);
  });

  it('keeps one number for each hundredth, however much is taken', () => {
    const log = new SlidingLog(1_000);
    for (let now = 0; now < 5_000; now += 0.5) {
      log.countAt(now);
      log.add(1, now);
    }
    expect((log as unknown as { steps: unknown[] }).steps.length).to.be.at.most(102);
    expect(log.countAt(5_000)).to.be.within(2_000, 2_040);
  });
});
