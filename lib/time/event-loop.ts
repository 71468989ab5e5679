import { nextTick, setImmediate } from './real-timers.js';

/** Resolves at the end of this round of the event loop. */
export function endOfRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when all has run that waits for nothing. */
export function endOfMicrotasks(): Promise<void> {
  return new Promise((resolve) => nextTick(resolve));
}
