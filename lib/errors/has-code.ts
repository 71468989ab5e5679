import type { ErrorCode } from './error-codes.js';
import { RedisTriggersError } from './redis-triggers-error.js';

/** Whether what was thrown is an error of this library with this code; of a proxy that throws at the question, no. */
export function hasCode(thrown: unknown, code: ErrorCode): thrown is RedisTriggersError {
  try {
    return thrown instanceof RedisTriggersError && thrown.code === code;
  } catch {
    return false;
  }
}
