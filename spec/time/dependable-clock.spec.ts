import { expect } from 'chai';
import { dependableClock } from '../../lib/time/dependable-clock.js';
import { rethrow } from '../support/hostile-values.js';
import type { Clock } from '../../lib/time/clock.js';
import { ManualClock } from '../support/manual-clock.js';

describe('dependableClock', () => {
  it('goes by the given clock', async () => {
    const given = new ManualClock(5_000);
    const clock = dependableClock(given, rethrow);
    expect(clock.now()).to.equal(5_000);
    expect(clock.date()).to.deep.equal(new Date(5_000));
    const slept = clock.sleep(50);
    await given.advance(50);
    await slept;
  });

  it('goes on from the last time that it was given, and says once that the clock fails', () => {
    const given = new ManualClock(5_000);
    const failures: unknown[] = [];
    let isBroken = false;
    const now = (): number => (isBroken ? NaN : given.now());
    const clock = dependableClock({ ...clockOf(given), now }, (thrown) => failures.push(thrown));
    expect(clock.now()).to.equal(5_000);
    isBroken = true;
    expect(clock.now()).to.be.within(5_000, 6_000);
    expect(clock.now()).to.be.within(5_000, 6_000);
    expect(failures).to.have.length(1);
  });

  const sleeps: [string, () => unknown][] = [
    ['throws', () => rethrow(new Error('no sleep'))],
    ['rejects', () => Promise.reject(new Error('no sleep'))],
    ['returns no promise', () => undefined],
  ];
  for (const [how, sleep] of sleeps) {
    it(`sleeps all the same where the clock ${how}`, async () => {
      const failures: unknown[] = [];
      const clock = dependableClock({ ...clockOf(new ManualClock()), sleep } as never, (thrown) =>
        failures.push(thrown),
      );
      const startedAt = performance.now();
      await clock.sleep(20);
      expect(performance.now() - startedAt).to.be.at.least(15);
      expect(failures).to.have.length(1);
    });
  }

  it('wakes at the signal, whether the clock does or not', async () => {
    const clock = dependableClock(
      { ...clockOf(new ManualClock()), sleep: () => new Promise(() => undefined) },
      rethrow,
    );
    const waking = new AbortController();
    const slept = clock.sleep(1_000, waking.signal);
    waking.abort();
    await slept;
  });
});

const clockOf = ({ now, date, sleep }: ManualClock): Clock => ({ now, date, sleep });
