import { hasCode } from '../errors/has-code.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';

/** The error of a message that can never be handled: it says what is wrong, and nothing of the content. */
export function payloadError(place: string, what: string, cause?: unknown): RedisTriggersError {
  return new RedisTriggersError(
    { code: 'PAYLOAD_INVALID', place, what },
    cause === undefined ? {} : { cause },
  );
}

/** Whether a message can never be handled, however often it is tried. */
export function isPayloadError(error: unknown): boolean {
  return hasCode(error, 'PAYLOAD_INVALID');
}
