/** The right of an invocation to run; a function has `concurrency` of them. */
export interface Permit {
  /**
   * Lets another invocation run while this one waits. Where the order depends on it, or too many wait
   * already, the permit is kept.
   */
  yield(): void;
  /** Resolves when the invocation has a permit again, or when `signal` is aborted; at once where it was kept. */
  reacquire(signal: AbortSignal): Promise<void>;
}
