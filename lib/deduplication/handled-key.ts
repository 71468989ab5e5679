import { createHash } from 'node:crypto';
import { sameSlotKey } from '../redis/commands/same-slot-key.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourceAmong } from '../functions/sources.js';
import type { RawMessage } from '../messages/raw-message.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';
import { ignoreRejection } from '../time/ignore-rejection.js';

/** A descriptor's `by` takes the raw form of its own kind, which is what its listener has. */
type AnyBy = (message: RedisMessageModel, raw: RawMessage) => unknown;

/** An id that can stand in a key as it is. With a colon, it could be read as a part of the function id. */
const plain = /^[\w.-]{1,64}$/;

/**
 * The key of a message's id, in the slot of what it came from: `{<tag>}:handled:<functionId>:<id>`. Messages of a
 * pattern share their ids, whatever channel they came from. A long or unusual id is there as its SHA-256. Throws
 * what `by` throws.
 */
export function handledKey(descriptor: FunctionDescriptor, message: RawMessage): string {
  const by = descriptor.deduplicate?.by as AnyBy;
  const bytes = bytesOf(by(message.toModel(), message), descriptor.place);
  const text = bytes.toString('latin1');
  const id = plain.test(text) ? text : `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
  return `${sameSlotKey(sourceAmong(descriptor, message), 'handled', descriptor.id)}:${id}`;
}

/** What has the same bytes is the same id, be it a text, a number or a Buffer. */
function bytesOf(id: unknown, place: string): Buffer {
  const text = typeof id === 'number' && !Number.isNaN(id) ? String(id) : id;
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  if (Buffer.isBuffer(bytes) && bytes.length > 0) return bytes;
  ignoreRejection(id);
  const what = `deduplicate.by returned ${nameOf(bytes)} for a message`;
  throw new RedisTriggersError({ code: 'DEDUPLICATION_ID_INVALID', place, what });
}

/** What is no id, in a word: its value may be a secret. */
function nameOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return 'an empty id';
  if (Number.isNaN(value)) return 'NaN';
  return value === null ? 'null' : typeof value;
}
