import type { Pulse } from './pulse.js';

/** Hears of an error that came out of a loop. */
export interface LoopObserver {
  troubled(error: unknown, work: object): void;
}

/**
 * Waits for a loop to end. No error may come out of it; where one does all the same, the loop is over without being
 * stopped, so its function is not live from then on, and says so. Never rejects.
 */
export async function guardLoop(loop: Promise<void>, pulse: Pulse, observer: LoopObserver): Promise<void> {
  try {
    await loop;
  } catch (error) {
    pulse.fail();
    tell(observer, error, pulse);
  }
}

/** The observer may be what failed. */
function tell(observer: LoopObserver, error: unknown, work: object): void {
  try {
    observer.troubled(error, work);
  } catch {
    // Health says that the function is not live.
  }
}
