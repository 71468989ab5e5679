import type { Clock } from '../../time/clock.js';
import type { VirtualClock } from '../fake/clock/virtual-clock.js';

/** A runtime's clock that goes by a virtual one, so that retries and rests wait in its time. */
export function runtimeClock(virtual: VirtualClock): Clock {
  return {
    now: () => virtual.now(),
    sleep: (delayInMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          timer.cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = virtual.at(virtual.now() + delayInMs, wake);
        signal?.addEventListener('abort', wake, { once: true });
      }),
  };
}
