import { isPayloadError } from '../binding/payload-error.js';
import { describeError } from '../errors/describe-error.js';
import { isInstance } from '../errors/is-instance.js';
import { countAttempt, placeOf, type InvocationContext } from '../messages/invocation-context.js';
import type { Middleware } from '../messages/middleware.js';
import { verdictOf } from '../messages/verdict.js';
import { backoffDelay } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { RetryOptions } from '../triggers/retry-options.js';
import { CancelledByStop } from './cancelled-by-stop.js';

/** Hears that an attempt failed, and that another is made after a rest. Never throws. */
export type RetryObserver = (context: InvocationContext, error: unknown, delayInMs: number) => void;

/**
 * Tries a failed invocation again, in this process, as the trigger's `retry` says. While it waits, others run
 * in its place. A stop ends the wait, and the invocation counts as cancelled: its message is not lost. So does a pause,
 * after which there is another signal: each invocation goes by the one that held when it began.
 */
export function retryMiddleware(
  retry: RetryOptions,
  clock: Clock,
  schedule: { readonly stopping: AbortSignal },
  onRetry?: RetryObserver,
): Middleware {
  const limit = retry.maxRetryCount < 0 ? Infinity : retry.maxRetryCount;
  return async (context, next) => {
    const { stopping } = schedule;
    for (;;) {
      try {
        return await next();
      } catch (error) {
        const isFinal = isInstance(error, CancelledByStop) || isPayloadError(error) || verdictOf(error);
        if (isFinal || context.attempt > limit) throw error;
        const delayInMs = retryDelay(retry, context.attempt);
        const fields = { attempt: context.attempt, delayInMs, error: describeError(error) };
        context.logger.warn(fields, 'an attempt failed; it will be retried');
        onRetry?.(context, error, delayInMs);
        const place = placeOf(context);
        place?.yield();
        await clock.sleep(delayInMs, stopping);
        await place?.reacquire(stopping);
        if (stopping.aborted) throw new CancelledByStop();
        countAttempt(context);
      }
    }
  };
}

function retryDelay(retry: RetryOptions, attempt: number): number {
  if (retry.strategy === 'fixedDelay') return retry.delayIntervalInMs;
  const { minimumIntervalInMs, maximumIntervalInMs } = retry;
  const delay = backoffDelay(attempt, { minimumInMs: minimumIntervalInMs, maximumInMs: maximumIntervalInMs });
  // Its jitter takes time off, but no wait is shorter than the minimum that was asked for.
  return Math.max(minimumIntervalInMs, delay);
}
