import { isPayloadError } from '../binding/payload-error.js';
import { describeError, isError } from '../errors/describe-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Failed, FailureReason } from '../messages/outcome.js';
import { isTimeout } from './time-limit.js';

/** The failure for good that follows from what was thrown at `place`, the function's. Never throws. */
export function failureOf(thrown: unknown, attempts: number, place: string): Failed {
  return { status: 'failed', reason: reasonOf(thrown), error: toError(thrown, place), attempts };
}

function reasonOf(thrown: unknown): FailureReason {
  if (isPayloadError(thrown)) return 'payload-invalid';
  return isTimeout(thrown) ? 'timed-out' : 'handler-failed';
}

/** What is no error gets a place and a remedy. */
function toError(thrown: unknown, place: string): Error {
  if (isError(thrown)) return thrown;
  const what = describeError(thrown).message;
  return new RedisTriggersError({ code: 'HANDLER_FAILED', place, what }, { cause: thrown });
}
