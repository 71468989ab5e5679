/** How many invocations a function may have. */
export interface WindowLimits {
  /** The most that run at once. */
  readonly concurrency: number;
  /** The most that wait here beyond those. */
  readonly prefetch: number;
}

/**
 * The sliding window of a listener: starts work as soon as there is room, whatever became of the work
 * before it, so that one slow handler holds up nobody else.
 */
export class InvocationWindow<Work> {
  private readonly waiting: Work[] = [];
  private readonly running = new Set<Work>();
  private readonly waitingForRoom = new Set<() => void>();
  private readonly waitingForIdle = new Set<() => void>();
  private closed = false;

  constructor(
    private readonly limits: WindowLimits,
    /** Does the work; never rejects. */
    private readonly run: (work: Work) => Promise<void>,
  ) {}

  /** How much work may be added now. */
  get room(): number {
    const { concurrency, prefetch } = this.limits;
    return concurrency + prefetch - this.running.size - this.waiting.length;
  }

  /** How many run at this moment. */
  get inFlight(): number {
    return this.running.size;
  }

  /** How many wait until there is room. */
  get waits(): number {
    return this.waiting.length;
  }

  /** What runs at this moment. */
  get unfinished(): Work[] {
    return [...this.running];
  }

  /** Takes work: starts what it can, and keeps the rest until there is room. */
  add(work: readonly Work[]): void {
    this.waiting.push(...work);
    this.startNext();
  }

  /** Takes the oldest of what waits out again; undefined where nothing waits. */
  dropOldest(): Work | undefined {
    return this.waiting.shift();
  }

  /** Starts nothing more, and hands back what waits, in its order. */
  close(): Work[] {
    this.closed = true;
    return this.waiting.splice(0);
  }

  /** Resolves when there is room, or when `signal` is aborted. */
  whenRoom(signal: AbortSignal): Promise<void> {
    if (this.room > 0) return Promise.resolve();
    return this.until(signal, this.waitingForRoom);
  }

  /** Resolves when nothing runs, or when `signal` is aborted. */
  whenIdle(signal: AbortSignal): Promise<void> {
    if (this.running.size === 0) return Promise.resolve();
    return this.until(signal, this.waitingForIdle);
  }

  private startNext(): void {
    while (!this.closed && this.waiting.length > 0 && this.running.size < this.limits.concurrency) {
      void this.start(this.waiting.shift() as Work);
    }
  }

  private async start(work: Work): Promise<void> {
    this.running.add(work);
    try {
      await this.run(work);
    } finally {
      this.running.delete(work);
      this.startNext();
      if (this.room > 0) for (const wake of this.waitingForRoom) wake();
      if (this.running.size === 0) for (const wake of this.waitingForIdle) wake();
    }
  }

  private until(signal: AbortSignal, waiting: Set<() => void>): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      waiting.add(wake);
    });
  }
}
