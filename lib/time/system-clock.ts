import type { Clock } from './clock.js';
import { clearTimeout, elapsed, now, setTimeout } from './real-timers.js';
import { sleepUntil } from './sleep-until.js';

/** The machine's own clock and timers, also where a test has switched fake ones on. */
export const systemClock: Clock = {
  // Whole milliseconds: what is reckoned from them is shown, and sent to Redis.
  now: () => Math.floor(elapsed()),
  date: () => new Date(now()),
  sleep: (delayInMs, signal) =>
    sleepUntil((wake) => {
      const timer = setTimeout(wake, delayInMs);
      return () => clearTimeout(timer);
    }, signal),
};
