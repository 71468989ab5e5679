/** Something that may come true, and those that wait for it. */
export class Condition {
  private readonly waiting = new Set<() => void>();

  constructor(private readonly isTrue: () => boolean) {}

  /** Resolves when it is true, or when `signal` is aborted; at once where either is so already. */
  wait(signal: AbortSignal): Promise<void> {
    if (this.isTrue() || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        this.waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (this.isTrue()) end();
      };
      signal.addEventListener('abort', end);
      this.waiting.add(look);
    });
  }

  /** To be called when it may have come true. */
  look(): void {
    if (this.waiting.size > 0) for (const look of this.waiting) look();
  }
}
