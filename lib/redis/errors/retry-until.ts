import type { Clock } from '../../time/clock.js';
import { RetryDelays } from './retry-delays.js';

/** How something is tried again. */
export interface RetryUntilOptions {
  readonly clock: Clock;
  /** Aborted when no further try is to follow. */
  readonly until: AbortSignal;
  /** Asked before each try: whether there is nothing left to try for. */
  readonly isOver?: () => boolean;
  /** Hears of each failure, before the wait. What it throws ends the tries, and is what they reject with. */
  readonly onFailure?: (error: unknown) => void;
  /** Called once at the end where a try had failed, whether a later one succeeded or not. */
  readonly onEnd?: () => void;
}

/**
 * Tries until it succeeds, and resolves with what came of it; with undefined where `until` is aborted first, or
 * `isOver` says so. Between the tries it waits as long as {@link RetryDelays} says.
 */
export async function retryUntil<Result>(
  act: () => Promise<Result>,
  { clock, until, isOver, onFailure, onEnd }: RetryUntilOptions,
): Promise<Result | undefined> {
  const retries = new RetryDelays();
  try {
    while (!until.aborted && !isOver?.()) {
      try {
        return await act();
      } catch (error) {
        const delayInMs = retries.after(error);
        onFailure?.(error);
        await clock.sleep(delayInMs, until);
      }
    }
    return undefined;
  } finally {
    if (retries.hasFailed) onEnd?.();
  }
}
