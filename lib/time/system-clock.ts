import type { Clock } from './clock.js';
import { longestTimerInMs } from './longest-timer.js';
import { clearTimeout, elapsed, now, setTimeout } from './real-timers.js';
import { sleepUntil } from './sleep-until.js';

/** The machine's own clock and timers, also where a test has switched fake ones on. */
export const systemClock: Clock = {
  // Whole milliseconds: what is reckoned from them is shown, and sent to Redis.
  now: () => Math.floor(elapsed()),
  date: () => new Date(now()),
  sleep: (delayInMs, signal) =>
    sleepUntil((wake) => {
      // A timer that is longer than Node's longest would fire at once.
      const timer = setTimeout(wake, Math.min(delayInMs, longestTimerInMs));
      return () => clearTimeout(timer);
    }, signal),
};
