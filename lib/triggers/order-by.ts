import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What messages are ordered by: those with the same key are handled one after another. */
export type OrderKey = string | number | Buffer;

/**
 * Returns the key of a message, given as a model and in its raw form. Called once per delivery, before the handler.
 */
export type OrderBy<Raw> = (message: RedisMessageModel, raw: Raw) => OrderKey;
