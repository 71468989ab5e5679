import { systemClock } from '../../time/system-clock.js';

/**
 * Gives work a signal that is aborted when its time is over, and when it has ended. The time is the real
 * one, and keeps the process alive until somebody has been told.
 */
export async function within<Result>(
  timeoutInMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  void systemClock.sleep(timeoutInMs, over.signal).then(() => over.abort());
  try {
    return await work(over.signal);
  } finally {
    over.abort();
  }
}
