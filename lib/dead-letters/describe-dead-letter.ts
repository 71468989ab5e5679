import type { DeadLetter } from '../messages/dead-letter.js';
import { sourceOf, type RawMessage } from '../messages/raw-message.js';
import type { DeadLetterFacts } from './dead-letter-fields.js';

/** The dead letter of a message that was recorded with these facts under this key and id. */
export function describeDeadLetter(
  message: RawMessage,
  { functionId, failure, error: { name, message: text, stack }, at }: DeadLetterFacts,
  key: string,
  id: string,
): DeadLetter {
  return Object.freeze({
    key,
    id,
    functionId,
    kind: message.kind,
    source: sourceOf(message),
    reason: failure.reason,
    error: Object.freeze({ name, message: text, ...(stack !== undefined && { stack }) }),
    attempts: failure.attempts,
    failedAt: at,
    message,
  });
}
