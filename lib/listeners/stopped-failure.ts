import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Failed } from '../messages/outcome.js';

/** How an invocation that a stop could not wait for is recorded. */
export function stoppedFailure(
  functionId: string,
  what = 'the handler had not ended when the stop had to',
): Failed {
  const error = new RedisTriggersError({ code: 'STOP_INCOMPLETE', place: functionId, what });
  return { status: 'failed', reason: 'stopped', error, attempts: 1 };
}
