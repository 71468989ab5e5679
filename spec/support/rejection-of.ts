import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';

/** The library's error that a promise rejects with; throws when it resolves or rejects with another. */
export async function rejectionOf(promise: Promise<unknown>): Promise<RedisTriggersError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RedisTriggersError) return error;
    throw error;
  }
  throw new Error('it did not reject');
}
