import { clearTimeout, now, setTimeout } from '../../../time/real-timers.js';
import type { FakeClock } from './fake-clock.js';

/** The longest time that Node's timers can wait for. */
const longestTimeout = 2 ** 31 - 1;

/** The machine's own time and timers, also where a test has switched fake ones on. */
export const systemTime: FakeClock = {
  now,
  at(time, action, { keepsProcessAlive = false } = {}) {
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const delay = time - now();
      handle = setTimeout(delay > longestTimeout ? arm : fire, Math.min(Math.max(delay, 0), longestTimeout));
      if (!keepsProcessAlive) handle.unref();
    };
    // A timer of Node may fire a little early by the clock: what is due at a time must find that time come.
    const fire = (): void => {
      if (now() < time) arm();
      else action();
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  },
};
