/**
 * Where time comes from. Everything that waits asks a clock, so that a spec can drive the time
 * instead of sleeping. All times are milliseconds.
 */
export interface Clock {
  /**
   * Milliseconds that only ever grow, evenly: what durations and due times are reckoned with. A step of the
   * system's clock must not move it, else what is due in a second would wait for hours.
   */
  now(): number;

  /** The date and time to show to people; it may be stepped. */
  date(): Date;

  /**
   * Resolves when `delayInMs` have passed, or at once when `signal` is aborted (also when it already
   * is). It never rejects: whoever waits looks at its own signal afterwards.
   */
  sleep(delayInMs: number, signal?: AbortSignal): Promise<void>;
}
