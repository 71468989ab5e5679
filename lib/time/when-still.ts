import { systemClock } from './system-clock.js';

/** Resolves when a number has not changed for so long; at the earliest after that time. */
export async function whenStill(read: () => number, forInMs: number, signal?: AbortSignal): Promise<void> {
  for (let before = Number.NaN; before !== read() && signal?.aborted !== true;) {
    before = read();
    await systemClock.sleep(forInMs, signal);
  }
}
