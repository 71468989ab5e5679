import type { Bytes } from '../../resp/bytes.js';
import { mapOf, type Reply } from '../../resp/reply.js';
import type { StreamEntry } from '../../engine/stream/stream-entry.js';
import { formatId } from '../../engine/stream/stream-id.js';
import type { CommandContext } from '../command-context.js';

export const entryReply = ({ id, fields }: StreamEntry): Reply => [formatId(id), fields];

/** Entries by stream: a map in RESP3, pairs in RESP2. */
export function streamsReply(
  { isResp3 }: Pick<CommandContext, 'isResp3'>,
  streams: readonly (readonly [Bytes, Reply])[],
): Reply {
  return isResp3 ? mapOf(streams) : streams;
}

/** The first `count` of a sequence; all when it is undefined. */
export function take<T>(items: Iterable<T>, count: number | undefined): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === count) break;
    taken.push(item);
  }
  return taken;
}
