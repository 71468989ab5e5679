/**
 * The source of time. Everything that waits uses a clock, so that a test can control the time instead of sleeping. All
 * times are in milliseconds.
 */
export interface Clock {
  /**
   * A monotonic time in milliseconds, from which durations and due times are computed. It must not follow changes of
   * the system clock, or something due in a second could wait for hours.
   */
  now(): number;

  /** The date and time to show to people; it may jump. */
  date(): Date;

  /**
   * Resolves after `delayInMs`, or as soon as `signal` is aborted (at once if it already is). It never rejects: the
   * caller checks its own signal afterwards.
   */
  sleep(delayInMs: number, signal?: AbortSignal): Promise<void>;
}
