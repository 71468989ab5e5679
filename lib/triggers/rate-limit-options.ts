/** How many messages a function may take from Redis in a time. What it may not take yet waits in Redis. */
export interface RateLimitOptions {
  /** The most messages that are taken within any `perMs`. */
  messages: number;
  /** The time, in milliseconds; at most about 24.8 days. */
  perMs: number;
  /**
   * Who takes them together: the function in this process; or in all processes, which keep count in Redis, by the server's
   * clock. Default `'process'`.
   */
  scope?: RateLimitScope;
}

export type RateLimitScope = 'process' | 'fleet';
