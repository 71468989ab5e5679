import { describeError } from '../errors/describe-error.js';
import { isInstance } from '../errors/is-instance.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import { cancelled, dropped, type Outcome } from '../messages/outcome.js';
import { verdictOf, type Verdict } from '../messages/verdict.js';
import { CancelledByStop } from './cancelled-by-stop.js';
import { failureOf } from './failure-of.js';

/** The outcome of an invocation that threw, which is logged. `place` is the function's. Never throws. */
export function outcomeOf(thrown: unknown, context: InvocationContext, place: string): Outcome {
  try {
    return judge(thrown, context, place);
  } catch {
    // What was thrown may throw again at whoever looks at it.
    const what = 'what was thrown cannot be looked at';
    const error = new RedisTriggersError({ code: 'HANDLER_FAILED', place, what }, { cause: thrown });
    return { status: 'failed', reason: 'handler-failed', error, attempts: context.attempt };
  }
}

function judge(error: unknown, context: InvocationContext, place: string): Outcome {
  const verdict = verdictOf(error);
  if (verdict) return outcomeOfVerdict(verdict, error, context);
  // A handler that gives up because it is told to has not failed.
  if (isInstance(error, CancelledByStop) || context.signal.aborted) return cancelled;
  const { attempt, deliveryCount } = context;
  const failure = failureOf(error, attempt, place);
  const fields = { attempt, deliveryCount, error: describeError(failure.error) };
  context.logger.error(fields, 'an invocation failed');
  return failure;
}

/** What the handler wants is no error, and at level info nothing is logged for a message that was handled. */
function outcomeOfVerdict(verdict: Verdict, error: unknown, context: InvocationContext): Outcome {
  const { attempt, deliveryCount, logger } = context;
  switch (verdict.says) {
    case 'drop':
      logger.debug({ attempt, deliveryCount, reason: verdict.reason }, 'a message was dropped');
      return dropped;
    case 'retryLater': {
      const { delayInMs } = verdict;
      logger.debug({ attempt, deliveryCount, delayInMs }, 'a message was postponed');
      return { status: 'postponed', delayInMs };
    }
    case 'reject':
      logger.warn({ attempt, deliveryCount, error: describeError(error) }, 'a message was rejected');
      return { status: 'failed', reason: 'rejected', error, attempts: attempt };
  }
}
