/** How long to wait before the next try, growing with each failure in a row. */
export interface BackoffOptions {
  /** The wait after the first failure, in milliseconds. */
  readonly minimumInMs: number;
  /** No wait is longer than this, in milliseconds. */
  readonly maximumInMs: number;
  /** A number in [0, 1), for jitter; `Math.random` unless told. */
  readonly random?: () => number;
}

/**
 * What every loop of this library uses: 100 ms doubling to 4 s. Five seconds after a fault's end a function
 * works again; the last of them is for what comes after the wait, such as to connect.
 */
export const loopBackoff: BackoffOptions = { minimumInMs: 100, maximumInMs: 4_000 };

/**
 * The wait after the `failures`-th failure in a row (1 is the first): it doubles up to the maximum. Up to
 * half of it is taken off at random, so that many processes do not come back in the same instant, and so
 * that the maximum is never exceeded.
 */
export function backoffDelay(failures: number, options: BackoffOptions = loopBackoff): number {
  const { minimumInMs, maximumInMs, random = Math.random } = options;
  const exponent = Math.min(Math.max(failures, 1) - 1, 30);
  const delay = Math.min(minimumInMs * 2 ** exponent, maximumInMs);
  return Math.round(delay * (1 - random() / 2));
}
