import type { Clock } from './clock.js';
import { isPromiseLike } from './is-promise-like.js';
import { elapsed } from './real-timers.js';
import { systemClock } from './system-clock.js';
import { untilSettled } from './until-settled.js';

/**
 * A clock that keeps what a clock promises, whatever the given one does: where that throws, rejects or gives no time,
 * the machine's own clock takes its place. `report` hears of the first failure only.
 */
export function dependableClock(clock: Clock, report: (thrown: unknown) => void): Clock {
  let isReported = false;
  let last = 0;
  let lastAt = elapsed();
  const fail = (thrown: unknown): void => {
    if (isReported) return;
    isReported = true;
    report(thrown);
  };
  const sleepInstead = (thrown: unknown, delayInMs: number, signal?: AbortSignal): Promise<void> => {
    fail(thrown);
    return systemClock.sleep(delayInMs, signal);
  };
  return {
    now() {
      try {
        last = assertTime(clock.now());
        lastAt = elapsed();
        return last;
      } catch (thrown) {
        fail(thrown);
        // From the last time that it gave: durations are reckoned across the failure.
        return last + Math.floor(elapsed() - lastAt);
      }
    },
    date() {
      try {
        return new Date(assertTime(clock.date().getTime()));
      } catch (thrown) {
        fail(thrown);
        return systemClock.date();
      }
    },
    sleep(delayInMs, signal) {
      try {
        const sleep: unknown = clock.sleep(delayInMs, signal);
        // Else a loop that rests would turn without a rest.
        if (!isPromiseLike(sleep)) throw new TypeError('sleep() returned no promise');
        const slept = Promise.resolve(sleep).then(
          () => undefined,
          (thrown: unknown) => sleepInstead(thrown, delayInMs, signal),
        );
        return signal ? untilSettled(slept, signal) : slept;
      } catch (thrown) {
        return sleepInstead(thrown, delayInMs, signal);
      }
    },
  };
}

function assertTime(time: number): number {
  if (typeof time === 'number' && Number.isFinite(time)) return time;
  throw new TypeError('it gave no time');
}
