import type { LoopLiveness } from './loop-liveness.js';

/** Hears of an error that came out of a loop. */
export interface LoopObserver {
  failed(error: unknown, work: object): void;
}

/**
 * Waits for a loop to end. No error may come out of it; where one does all the same, the loop is over without being
 * stopped, so its function is not live from then on, and says so. Never rejects.
 */
export async function guardLoop(
  loop: Promise<void>,
  liveness: LoopLiveness,
  observer: LoopObserver,
): Promise<void> {
  try {
    await loop;
  } catch (error) {
    liveness.fail();
    tell(observer, error, liveness);
  }
}

/** The observer may be what failed. */
function tell(observer: LoopObserver, error: unknown, work: object): void {
  try {
    observer.failed(error, work);
  } catch {
    // Health says that the function is not live.
  }
}
