import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { RedisMessageModel } from '../../messages/redis-message-model.js';
import { ignoreRejection } from '../../time/ignore-rejection.js';

/** A descriptor's `orderBy` takes the raw form of its own kind, which is what its listener has. */
type AnyOrderBy =
  | ((message: RedisMessageModel, raw: RawMessage) => unknown)
  | { readonly payload: (payload: unknown, message: RedisMessageModel, raw: RawMessage) => unknown };

/** Whether the lanes of a function depend on the payloads of its messages. */
export function ordersByPayload({ orderBy }: Pick<ListFunction | StreamFunction, 'orderBy'>): boolean {
  return typeof orderBy === 'object';
}

/**
 * The lane of a message: what `orderBy` gives for it, as a text. `payload` is its payload, where the function orders by
 * that. Throws what `orderBy` throws.
 */
export function orderLane(
  { orderBy, place }: ListFunction | StreamFunction,
  message: RawMessage,
  payload?: unknown,
): string {
  const by = orderBy as AnyOrderBy;
  const model = message.toModel();
  const key = typeof by === 'function' ? by(model, message) : by.payload(payload, model, message);
  if (typeof key === 'string') return key;
  if (typeof key === 'number' && !Number.isNaN(key)) return String(key);
  // One character for each byte, so that no two keys look the same.
  if (Buffer.isBuffer(key)) return key.toString('latin1');
  ignoreRejection(key);
  const given = key === null || Number.isNaN(key) ? String(key) : typeof key;
  const what = `orderBy gave ${given} for a message: it must give a string, a number or a Buffer`;
  throw new RedisTriggersError({ code: 'ORDER_KEY_INVALID', place, what });
}
