import type { RedisMessageModel } from '../messages/redis-message-model.js';

/** What messages are ordered by: those with the same key are handled one after another. */
export type OrderKey = string | number | Buffer;

/**
 * Returns the key of a message, given as a model and in its raw form. Called once per delivery, before the handler.
 */
export type OrderByMessage<Raw> = (message: RedisMessageModel, raw: Raw) => OrderKey;

/** Orders by the payload, which is decoded once, for this and for the handler. */
export interface OrderByPayload<Raw> {
  /**
   * Returns the key of a message, given as its decoded and validated payload: declare the type of that parameter. Not
   * called for a message whose payload is invalid: it fails without waiting for others.
   */
  readonly payload: (payload: never, message: RedisMessageModel, raw: Raw) => OrderKey;
}

/** The key of a message: from the message as it came, or from its payload. */
export type OrderBy<Raw> = OrderByMessage<Raw> | OrderByPayload<Raw>;
