import type { Clock } from '../../time/clock.js';
import { sleepUntil } from '../../time/sleep-until.js';
import type { VirtualClock } from '../fake/clock/virtual-clock.js';

/** A runtime's clock that goes by a virtual one, so that retries and rests wait in its time. */
export function runtimeClock(virtual: VirtualClock): Clock {
  return {
    now: () => virtual.now(),
    date: () => new Date(virtual.now()),
    sleep: (delayInMs, signal) =>
      sleepUntil((wake) => {
        const timer = virtual.at(virtual.now() + delayInMs, wake);
        return () => timer.cancel();
      }, signal),
  };
}
