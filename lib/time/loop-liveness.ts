/** A loop is alive that has turned within this time: a fault is to show within 30 s. */
const patienceInMs = 29_000;

/** Where a wait is long by its nature, how much later than its end the loop may turn. */
const delayInMs = 6_000;

/**
 * Tells whether a loop goes on. The loop says when it turns, and what it waits for; time passes by `tick`
 * alone. Whoever ticks does so from a timer of the event loop: while that is blocked no time passes here, for
 * then nothing could turn. A system clock that is set changes nothing either.
 */
export class LoopLiveness {
  /** Undefined before the loop begins. */
  private silentInMs?: number;
  private allowedInMs = patienceInMs;
  private isExcused: (() => boolean) | undefined;
  /** Of waits that are under way at the same time. */
  private readonly excuses = new Set<() => boolean>();
  private hasFailed = false;

  /** `isInOrder`: as in `during`, for what is not a loop, but a wait that never ends. */
  constructor(private readonly isInOrder?: () => boolean) {
    this.isExcused = isInOrder;
  }

  /** Whether the loop has turned within its bound. */
  get isLive(): boolean {
    return !this.hasFailed && (this.silentInMs ?? 0) < this.allowedInMs;
  }

  /** An error escaped that nothing handles. What it left undone is not known, so only a new process is sure to work. */
  fail(): void {
    this.hasFailed = true;
  }

  /** The loop has turned; what it begins now may wait for `waitInMs` without anything being wrong. */
  recordProgress(waitInMs = 0): void {
    this.silentInMs = 0;
    this.allowedInMs = Math.max(patienceInMs, waitInMs + delayInMs);
  }

  /**
   * A wait of the loop that may take any time, as long as `isExcused` says that it is in order: a slow handler
   * fills the window, a connection is tried again and again. Looked at with each tick. There may be several at once.
   */
  async during<Result>(isExcused: () => boolean, wait: Promise<Result>): Promise<Result> {
    this.excuses.add(isExcused);
    try {
      return await wait;
    } finally {
      this.excuses.delete(isExcused);
      this.recordProgress();
    }
  }

  /**
   * The same where a promise more would cost time, for one wait at once: it begins, and is to be ended whatever becomes of
   * it.
   */
  beginWait(isExcused: () => boolean): void {
    this.isExcused = isExcused;
  }

  endWait(): void {
    this.isExcused = this.isInOrder;
    this.recordProgress();
  }

  /** Time has passed. */
  tick(passedInMs: number): void {
    if (this.silentInMs === undefined) return;
    const isExcused = this.isExcused?.() || [...this.excuses].some((excuse) => excuse());
    this.silentInMs = isExcused ? 0 : this.silentInMs + passedInMs;
  }
}
