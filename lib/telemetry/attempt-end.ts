import { failureOf } from '../invocation/failure-of.js';
import { isTimeout } from '../invocation/time-limit.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import { verdictOf } from '../messages/verdict.js';

/** How an attempt ended that threw. */
export interface AttemptEnd {
  /** In a word, as `redis_triggers.outcome` of a span says it. */
  readonly outcome: string;
  /** What is wrong: nothing where the handler asked for it, nor where a stop ended the attempt. */
  readonly error?: { readonly thrown: unknown };
}

/** What became of an attempt that threw this. */
export function attemptEnd(thrown: unknown, { attempt, functionId, signal }: InvocationContext): AttemptEnd {
  const error = { thrown };
  const verdict = verdictOf(thrown);
  if (verdict?.says === 'drop') return { outcome: 'dropped' };
  if (verdict?.says === 'retryLater') return { outcome: 'postponed' };
  if (verdict) return { outcome: 'rejected', error };
  if (signal.aborted && !isTimeout(thrown)) return { outcome: 'cancelled' };
  return { outcome: failureOf(thrown, attempt, functionId).reason, error };
}
