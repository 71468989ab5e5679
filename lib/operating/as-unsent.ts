import { isPayloadError } from '../binding/payload-error.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** The error of a message that was not sent: the remedy of an invalid payload speaks of one that was received. */
export function asUnsent(error: unknown): unknown {
  const [problem] = isPayloadError(error) && error instanceof RedisTriggersError ? error.problems : [];
  return problem
    ? new RedisTriggersError({ ...problem, remedy: 'Nothing was sent. Correct the message.' })
    : error;
}
