import { sourceOf, type RawMessage } from '../messages/raw-message.js';
import type { DeadLetter } from './dead-letter.js';
import type { DeadLetterFacts } from './dead-letter-fields.js';

/** The dead letter of a message, as it was recorded under this key and id. */
export function describeDeadLetter(
  message: RawMessage,
  { functionId, failure, error: { name, message: text, stack }, at }: DeadLetterFacts,
  key: string,
  id: string,
): DeadLetter {
  return Object.freeze({
    functionId,
    kind: message.kind,
    source: sourceOf(message),
    ...(message.kind === 'stream' && { entryId: message.id, deliveryCount: message.deliveryCount }),
    reason: failure.reason,
    error: Object.freeze({ name, message: text, ...(stack !== undefined && { stack }) }),
    attempts: failure.attempts,
    failedAt: new Date(at),
    key,
    id,
    message,
  });
}
