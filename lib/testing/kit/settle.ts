import type { RunningFunction } from '../../runtime/running-function.js';

/** What is looked at to know whether all is handled. */
export interface Watched {
  readonly running: readonly RunningFunction[];
  /** Grows with each attempt that begins or ends. */
  readonly activity: () => number;
}

/**
 * Resolves with true when every message that was sent is handled, those too that handlers sent meanwhile;
 * with false when `signal` is aborted first. Nothing is waited for but events.
 */
export async function settle({ running, activity }: Watched, signal: AbortSignal): Promise<boolean> {
  for (let before = -1; before !== activity() || isBusy(running);) {
    before = activity();
    await Promise.all(running.map(({ listener }) => listener.caughtUp(signal)));
    if (signal.aborted) return false;
  }
  return true;
}

function isBusy(running: readonly RunningFunction[]): boolean {
  return running.some(({ listener }) => listener.inFlight > 0);
}
