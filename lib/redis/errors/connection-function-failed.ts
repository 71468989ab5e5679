import { describeError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/** The error for a connection function, or a client that came from one, that threw. */
export function connectionFunctionFailed(
  place: string,
  happened: string,
  thrown: unknown,
): RedisTriggersError {
  const { name, message } = describeError(thrown);
  const what = `${happened} (${name}: ${message})`;
  return new RedisTriggersError({ code: 'CONNECTION_FUNCTION_FAILED', place, what });
}
