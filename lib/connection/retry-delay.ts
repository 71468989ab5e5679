import { backoffDelay, loopBackoff } from '../time/backoff.js';
import { errorKind, isConnectionLost } from './error-kind.js';

/** A mistake of configuration is not mended within a second: it is tried less often. */
const configurationBackoff = { ...loopBackoff, minimumInMs: 1_000 };

/**
 * The wait before something that failed is tried again, for the `failures`-th time in a row (1 is the first).
 * After a lost connection it does not grow: connecting has a backoff of its own, and who waited longer than that
 * would let connections that last for a moment only pass by unused.
 */
export function retryDelay(error: unknown, failures: number): number {
  if (isConnectionLost(error)) return backoffDelay(1);
  return backoffDelay(failures, errorKind(error) === 'configuration' ? configurationBackoff : loopBackoff);
}
