import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';

/** The error that a connection string gets; fails when it gets none. */
export function refusalOf(text: string): RedisTriggersError {
  try {
    parseConnectionString(text, 'orders');
  } catch (error) {
    if (error instanceof RedisTriggersError && error.code === 'CONNECTION_STRING_INVALID') return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}
