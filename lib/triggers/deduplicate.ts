import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What a message is known by: two messages of the same id are one to their function. */
export type DeduplicationId = string | number | Buffer;

/**
 * Gives the id of a message, from the model or from the raw form. Called once for each delivery, before the
 * handler. An empty text, no bytes and NaN are refused: they mostly stand for an id that is missing.
 */
export type DeduplicateBy<Raw> = (message: RedisMessageModel, raw: Raw) => DeduplicationId;

/** Which messages count as one, and for how long. */
export interface Deduplicate<Raw> {
  /** Gives the id. What it throws fails the message. */
  readonly by: DeduplicateBy<Raw>;
  /** How long an id is remembered after it was handled with success, in milliseconds. */
  readonly forInMs: number;
}
