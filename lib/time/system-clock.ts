import type { Clock } from './clock.js';
import { clearTimeout, now, setTimeout } from './real-timers.js';

/** The machine's own clock and timers, also where a test has switched fake ones on. */
export const systemClock: Clock = {
  now,
  sleep: (delayInMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, delayInMs);
      signal?.addEventListener('abort', wake, { once: true });
    }),
};
