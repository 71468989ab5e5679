import { expect } from 'chai';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { RedeliverySchedule } from '../../../lib/stream/redelivery/redelivery-schedule.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

describe('RedeliverySchedule', () => {
  let clock: ManualClock;

  const scheduleOf = (deleteAfterProcess: boolean | 'always'): RedeliverySchedule => {
    const observer = { failed: () => undefined, recovered: () => undefined };
    return new RedeliverySchedule({ descriptor: { deleteAfterProcess } as StreamFunction, clock, observer });
  };

  beforeEach(() => {
    clock = new ManualClock(1_000);
  });

  it('begins with a sweep, and with deletions where entries wait for other groups', () => {
    const [plain, deleting, always] = ([false, true, 'always'] as const).map(scheduleOf);
    expect([plain, deleting, always].map((schedule) => schedule?.sweep.nextAt)).to.deep.equal([0, 0, 0]);
    expect([plain, deleting, always].map((schedule) => schedule?.removal.nextAt)).to.deep.equal([
      Infinity,
      0,
      Infinity,
    ]);
    expect(plain?.look.nextAt).to.equal(Infinity);
  });

  it('is due when the first of its steps is', async () => {
    const schedule = scheduleOf(true);
    for (const [step, restInMs] of [
      [schedule.sweep, 3_000],
      [schedule.look, 2_000],
      [schedule.removal, 1_000],
    ] as const) {
      step.soon();
      step.beginIfDue(() => Promise.resolve(restInMs));
    }
    await settled();
    expect(schedule.nextAt).to.equal(2_000);
    schedule.removal.beginIfDue(() => Promise.resolve(0));
    await clock.advance(1_000);
    schedule.removal.beginIfDue(() => Promise.resolve(Infinity));
    await settled();
    expect(schedule.nextAt).to.equal(3_000);
  });

  it('looks again and again for what was lost, three times as late each time, until a sweep would find it', () => {
    const schedule = scheduleOf(false);
    expect(schedule.repeatLook(60_000), 'nobody asked').to.equal(Infinity);
    schedule.lookForLost();
    expect(schedule.look.nextAt).to.equal(0);
    const repeats = Array.from({ length: 5 }, () => schedule.repeatLook(60_000));
    expect(repeats).to.deep.equal([2_000, 6_000, 18_000, 54_000, Infinity]);
  });

  it('is woken by whoever finds work for a step, and quiet when no step is under way', async () => {
    const schedule = scheduleOf(false);
    for (const find of ['sweepSoon', 'lookForLost', 'removeSoon', 'wake'] as const) {
      let isAwake = false;
      const rest = schedule.rest(60_000).then(() => (isAwake = true));
      await settled();
      expect(isAwake).to.equal(false);
      schedule[find]();
      await rest;
    }
    await schedule.whenQuiet();
  });
});
