import type { Clock } from './clock.js';

/** A sleep that others can end early. Several may sleep at once; all of them are woken. */
export class WakeableSleep {
  private readonly sleepers = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Resolves after `durationInMs`, at the next `wake()`, or when `signal` is aborted. Never rejects. */
  async sleep(durationInMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.sleepers.add(wake);
    signal?.addEventListener('abort', wake);
    try {
      await this.clock.sleep(durationInMs, woken.signal);
    } finally {
      this.sleepers.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }

  /** Ends every sleep that is under way. One that begins later is not shortened. */
  wake(): void {
    for (const wake of this.sleepers) wake();
  }
}
