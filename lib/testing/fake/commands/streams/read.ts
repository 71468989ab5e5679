import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { Stream } from '../../engine/stream/stream.js';
import {
  compareIds,
  greatestId,
  nextId,
  previousId,
  smallestId,
  type StreamId,
} from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { readArguments, type ReadArguments } from './read-arguments.js';
import { streamId } from './stream-arguments.js';
import { entryReply, streamsReply, take } from './stream-replies.js';
import { keysBehindStreams } from './stream-keys.js';

export const readCommands: CommandDeclarations = {
  xread: { arity: -4, flags: 'readonly blocking movablekeys', keys: keysBehindStreams, run: read },
};

function read(context: CommandContext, args: readonly Bytes[]): Reply {
  const parsed = readArguments(context, args);
  const after = startIds(context, parsed);
  const readFrom = (key: Bytes): Reply | undefined => {
    const stream = context.read(key, 'stream');
    return stream && readBehind(stream, after.get(key) ?? smallestId, parsed.count);
  };
  const readAll = (keys: readonly Bytes[]): Reply | undefined => {
    const found = keys.flatMap((key) => {
      const entries = readFrom(key);
      return entries === undefined ? [] : [[key, entries] as const];
    });
    return found.length > 0 ? streamsReply(context, found) : undefined;
  };
  const served = readAll(parsed.keys);
  if (served !== undefined) return served;
  if (!parsed.block) return nullArray;
  return context.block({
    keys: parsed.keys,
    deadline: parsed.block.deadline,
    // Since 7.2 the whole command is run again for a blocked client.
    attempt: (key) => {
      if (context.db.peek(key)?.value.type !== 'stream') return undefined;
      return readAll(context.version >= 7.2 ? parsed.keys : [key]);
    },
    timeoutReply: nullArray,
  });
}

function readBehind(stream: Stream, id: StreamId, count: number | undefined): Reply | undefined {
  const last = stream.last?.id;
  const start = nextId(id);
  if (!last || !start || compareIds(last, id) <= 0) return undefined;
  return take(stream.range(start, greatestId), count === 0 ? undefined : count).map(entryReply);
}

/** Behind which entry each stream is read; `$` is the last one now, `+` (since 7.4) the one before the last. */
function startIds(context: CommandContext, { keys, ids }: ReadArguments): Map<Bytes, StreamId> {
  const starts = new Map<Bytes, StreamId>();
  keys.forEach((key, index) => {
    const text = ids[index] ?? '';
    if (text === '>') {
      throw new CommandError(
        'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
      );
    }
    // Redis looks at each key here, and once more when it reads: a missing one is told twice.
    const stream = context.read(key, 'stream');
    if (text === '$') starts.set(key, stream?.lastId ?? smallestId);
    else if (text === '+' && context.version >= 7.4) starts.set(key, beforeLast(stream));
    else starts.set(key, streamId(text));
  });
  return starts;
}

function beforeLast(stream: Stream | undefined): StreamId {
  const last = stream?.last?.id;
  return (last && previousId(last)) ?? stream?.lastId ?? smallestId;
}
