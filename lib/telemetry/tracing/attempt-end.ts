import { failureOf } from '../../invocation/failure-of.js';
import { isTimeout } from '../../invocation/time-limit.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import { verdictOf } from '../../messages/verdict.js';

/** How an attempt ended that threw. */
export interface AttemptEnd {
  /** In a word, as `redis_triggers.outcome` of a span says it. */
  readonly outcome: string;
  /** Whether something is wrong: not where the handler asked for it, nor where a stop ended the attempt. */
  readonly isError: boolean;
}

/** What became of an attempt that threw this. */
export function attemptEnd(thrown: unknown, { attempt, functionId, signal }: InvocationContext): AttemptEnd {
  const verdict = verdictOf(thrown);
  if (verdict?.says === 'drop') return { outcome: 'dropped', isError: false };
  if (verdict?.says === 'retryLater') return { outcome: 'postponed', isError: false };
  if (verdict) return { outcome: 'rejected', isError: true };
  if (signal.aborted && !isTimeout(thrown)) return { outcome: 'cancelled', isError: false };
  return { outcome: failureOf(thrown, attempt, functionId).reason, isError: true };
}
