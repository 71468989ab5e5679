/** Waits the same time before each retry. */
export interface FixedDelayRetryOptions {
  strategy: 'fixedDelay';
  /** How many times an invocation is retried, not counting the first attempt; −1: forever. */
  maxRetryCount: number;
  /** The wait before each retry, in milliseconds. */
  delayIntervalInMs: number;
}

/** Waits twice as long before each retry, up to a maximum. Up to half of a wait is taken off at random. */
export interface ExponentialBackoffRetryOptions {
  strategy: 'exponentialBackoff';
  /** How many times an invocation is retried, not counting the first attempt; −1: forever. */
  maxRetryCount: number;
  /** The wait before the first retry, in milliseconds. No wait is shorter. */
  minimumIntervalInMs: number;
  /** The longest wait, in milliseconds. */
  maximumIntervalInMs: number;
}

/** How a failed invocation is retried in this process before it counts as failed. */
export type RetryOptions = FixedDelayRetryOptions | ExponentialBackoffRetryOptions;
