import { backoffDelay, loopBackoff, type BackoffOptions } from '../../time/backoff.js';
import { errorKind, isConnectionLost, type ErrorKind } from './error-kind.js';

/** A mistake of configuration is not mended within a second: it is tried less often. */
const configurationBackoff = { ...loopBackoff, minimumInMs: 1_000 };

/** What another node of a cluster has is asked for there soon. */
const elsewhereBackoff = { minimumInMs: 20, maximumInMs: 200 };

const backoffs: { readonly [Kind in ErrorKind]: BackoffOptions } = {
  transient: loopBackoff,
  repair: loopBackoff,
  elsewhere: elsewhereBackoff,
  configuration: configurationBackoff,
};

/**
 * The waits of something that fails and is tried again. They grow with each failure in a row, but not after a lost
 * connection: connecting has a backoff of its own, and who waited longer than that would let connections that last
 * for a moment only pass by unused. On another connection they begin anew.
 */
export class RetryDelays {
  private failures = 0;
  private failed = false;

  /** Whether the last try failed. */
  get hasFailed(): boolean {
    return this.failed;
  }

  /** How long to wait after this failure, in milliseconds. */
  after(error: unknown): number {
    this.failed = true;
    this.failures = isConnectionLost(error) ? 0 : this.failures + 1;
    return backoffDelay(this.failures, backoffs[errorKind(error)]);
  }

  /** A try succeeded: the next wait is the shortest again. */
  reset(): void {
    this.failures = 0;
    this.failed = false;
  }
}
