import { RetryDelays } from '../redis/errors/retry-delays.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { mostBytesWaiting } from '../listeners/window/read-budget.js';
import { sizeOf } from '../messages/raw-message.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { Clock } from '../time/clock.js';

/** More than this, in number or in bytes, are not tried again here: a sweep finds them when they have been idle long enough. */
const mostRemembered = 50;

export interface UnrecordedEntriesOptions {
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Aborted when nothing is to be tried again. */
  readonly stopped: AbortSignal;
}

/** Entries that were given up and are not in the dead letters yet, for these cannot be written. */
export class UnrecordedEntries {
  private readonly trying = new Set<Promise<void>>();
  private bytes = 0;

  constructor(private readonly parts: UnrecordedEntriesOptions) {}

  /** Whether no more are tried again here. */
  get isFull(): boolean {
    return this.trying.size >= mostRemembered || this.bytes >= mostBytesWaiting;
  }

  /**
   * Calls `record` until it succeeds, as it also does where the entry is not this consumer's any more; then
   * `onSettled`. Until then the function has a trouble.
   */
  add(entry: StreamEntry, cause: unknown, record: () => Promise<void>, onSettled: () => void): void {
    const size = sizeOf(entry);
    this.bytes += size;
    const tried = this.tryUntilSettled(entry, cause, record).then((isSettled) => {
      this.trying.delete(tried);
      this.bytes -= size;
      this.parts.observer.recovered(entry);
      if (isSettled) onSettled();
    });
    this.trying.add(tried);
  }

  /** Resolves when nothing is tried any more. */
  async whenEnded(): Promise<void> {
    await Promise.all(this.trying);
  }

  /** Resolves with whether there is nothing left to do, rather than a stop. */
  private async tryUntilSettled(
    entry: StreamEntry,
    cause: unknown,
    record: () => Promise<void>,
  ): Promise<boolean> {
    const { clock, stopped, observer } = this.parts;
    let error = cause;
    const retries = new RetryDelays();
    for (;;) {
      observer.failed(error, entry);
      await clock.sleep(retries.after(error), stopped);
      if (stopped.aborted) return false;
      try {
        await record();
        return true;
      } catch (thrown) {
        error = thrown;
      }
    }
  }
}
