/** The place of an invocation among the `concurrency` invocations that run at once. */
export interface Permit {
  /**
   * Lets another invocation run while this one waits. Where the order depends on it, or too many wait
   * already, the place is kept.
   */
  yield(): void;
  /** Resolves when the invocation has a place again, or when `signal` is aborted; at once where it was kept. */
  reacquire(signal: AbortSignal): Promise<void>;
}
