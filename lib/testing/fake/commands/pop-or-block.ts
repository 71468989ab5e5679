import type { Bytes } from '../resp/bytes.js';
import { nullArray, type Reply } from '../resp/reply.js';
import type { ValueType } from '../engine/values.js';
import type { CommandContext } from './command-context.js';

/** Pops from a key, if it holds a value of the type; an error if it holds something else. */
export type Pop = (key: Bytes) => Reply | undefined;

/** Pops from the first of the keys that has something. */
export function popFirst(keys: readonly Bytes[], pop: Pop): Reply | undefined {
  for (const key of keys) {
    const popped = pop(key);
    if (popped !== undefined) return popped;
  }
  return undefined;
}

/** The same, or waits until one of them has. */
export function popOrBlock(
  context: CommandContext,
  keys: readonly Bytes[],
  deadline: number | undefined,
  type: ValueType,
  pop: Pop,
): Reply {
  return (
    popFirst(keys, pop) ??
    context.block({
      keys,
      deadline,
      attempt: (key) => serveFrom(context, key, keys, type, pop),
      timeoutReply: nullArray,
    })
  );
}

/** Since 7.2 the whole command is run again for a blocked client: the first of its keys comes first. */
function serveFrom(
  context: CommandContext,
  key: Bytes,
  keys: readonly Bytes[],
  type: ValueType,
  pop: Pop,
): Reply | undefined {
  if (context.db.peek(key)?.value.type !== type) return undefined;
  return context.version >= 7.2 ? popFirst(keys, pop) : pop(key);
}
