import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { isDelay, verdictKey, type Verdict } from './verdict.js';

/**
 * Throw this from a handler or middleware to have the message delivered again later, after at least `delayInMs`
 * milliseconds. It is not a failure: no error is logged, and neither the trigger's `retry` nor its `maxDeliveryCount`
 * is used up. Other messages are handled in the meantime.
 *
 * The constructor throws VERDICT_INVALID unless `delayInMs` is a number from 0 to 2,147,483,647.
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  /** The shortest time until the message is delivered again, in milliseconds. */
  readonly delayInMs: number;

  constructor({ delayInMs }: { delayInMs: number }, options?: ErrorOptions) {
    if (!isDelay(delayInMs)) {
      const what = `delayInMs is ${String(delayInMs)}`;
      throw new RedisTriggersError({ code: 'VERDICT_INVALID', place: 'RetryLater', what });
    }
    super(`to be delivered again after ${delayInMs} ms`, options);
    this.delayInMs = delayInMs;
  }

  /** @internal */
  get [verdictKey](): Verdict {
    return { says: 'retryLater', delayInMs: this.delayInMs };
  }
}
