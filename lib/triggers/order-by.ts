import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What messages are ordered by: those of the same key are handled one after another. */
export type OrderKey = string | number | Buffer;

/** Gives the key of a message, from the model or from the raw form. Called once for each delivery, before the handler. */
export type OrderBy<Raw> = (message: RedisMessageModel, raw: Raw) => OrderKey;
