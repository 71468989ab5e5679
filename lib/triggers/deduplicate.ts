import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** Identifies a message: two messages with the same id count as one to their function. */
export type DeduplicationId = string | number | Buffer;

/**
 * Returns the id of a message, given as a model and in its raw form. Called once per delivery, before the handler. An
 * empty string, an empty Buffer and NaN fail with DEDUPLICATION_ID_INVALID: they usually mean a missing id.
 */
export type DeduplicateBy<Raw> = (message: RedisMessageModel, raw: Raw) => DeduplicationId;

/** Which messages count as one, and for how long. */
export interface Deduplicate<Raw> {
  /** Returns the id. If it throws, the message fails. */
  readonly by: DeduplicateBy<Raw>;
  /** How long an id is remembered after it was handled successfully, in milliseconds. */
  readonly forInMs: number;
}
