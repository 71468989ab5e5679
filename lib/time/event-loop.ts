import { nextTick, setImmediate } from './real-timers.js';

/** Resolves at the end of this round of the event loop. */
export function endOfRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves at the end of the next round of the event loop: by then all sockets have been looked at again. */
export async function endOfNextRound(): Promise<void> {
  await endOfRound();
  await endOfRound();
}

/** Resolves when all has run that waits for nothing. */
export function endOfMicrotasks(): Promise<void> {
  return new Promise((resolve) => nextTick(resolve));
}
