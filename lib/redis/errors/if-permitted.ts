import { RedisReplyError } from './redis-reply-error.js';

/** What Redis answers; undefined where it refuses, such as a command that the user may not run. */
export async function ifPermitted<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RedisReplyError) return undefined;
    throw error;
  }
}
