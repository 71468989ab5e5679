/** Wait the same time before each retry. */
export interface FixedDelayRetryOptions {
  strategy: 'fixedDelay';
  /** How often an invocation is tried again; −1: for ever. */
  maxRetryCount: number;
  /** The wait before each retry, in milliseconds. */
  delayIntervalInMs: number;
}

/** Wait longer before each retry, up to a maximum. */
export interface ExponentialBackoffRetryOptions {
  strategy: 'exponentialBackoff';
  /** How often an invocation is tried again; −1: for ever. */
  maxRetryCount: number;
  /** The wait before the first retry, in milliseconds; it doubles with each. */
  minimumIntervalInMs: number;
  /** No wait is longer than this, in milliseconds. */
  maximumIntervalInMs: number;
}

/** How a failed invocation is tried again in this process, before it counts as failed. */
export type RetryOptions = FixedDelayRetryOptions | ExponentialBackoffRetryOptions;
