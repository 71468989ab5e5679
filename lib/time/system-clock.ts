import type { Clock } from './clock.js';

/** The machine's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
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
