/**
 * Where time comes from. Everything that waits asks a clock, so that a spec can drive the time
 * instead of sleeping. All times are milliseconds.
 */
export interface Clock {
  /** The current time, milliseconds since the Unix epoch. */
  now(): number;

  /**
   * Resolves when `delayInMs` have passed, or at once when `signal` is aborted (also when it already
   * is). It never rejects: whoever waits looks at its own signal afterwards.
   */
  sleep(delayInMs: number, signal?: AbortSignal): Promise<void>;
}
