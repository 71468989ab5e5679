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
import { readArguments } from './read-arguments.js';
import { streamId } from './stream-arguments.js';
import { entryReply, streamsReply, take } from './stream-replies.js';
import { keysBehindStreams } from './stream-keys.js';

export const readCommands: CommandDeclarations = {
  xread: { arity: -4, flags: 'readonly blocking movablekeys', keys: keysBehindStreams, run: read },
};

function read(context: CommandContext, args: readonly Bytes[]): Reply {
  const { keys, ids, count, block } = readArguments(context, args);
  const wanted = keys.map((key, index) => ({ key, after: startId(context, key, ids[index] ?? '') }));
  const readThese = (streams: typeof wanted): Reply | undefined => {
    const found = streams.flatMap(({ key, after }) => {
      const stream = context.read(key, 'stream');
      const entries = stream && readBehind(stream, after, count);
      return entries === undefined ? [] : [[key, entries] as const];
    });
    return found.length > 0 ? streamsReply(context, found) : undefined;
  };
  const served = readThese(wanted);
  if (served !== undefined) return served;
  if (!block) return nullArray;
  return context.block({
    keys,
    deadline: block.deadline,
    attempt: (key) => {
      if (context.db.peek(key)?.value.type !== 'stream') return undefined;
      // Since 7.2 the whole command is run again for a blocked client; before, the key that is ready is read.
      if (context.version >= 7.2) return readThese(wanted);
      return readThese(wanted.filter((one) => one.key === key).slice(0, 1));
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

/** Behind which entry a stream is read; `$` is the last one now, `+` (since 7.4) the one before the last. */
function startId(context: CommandContext, key: Bytes, text: Bytes): StreamId {
  if (text === '>') {
    throw new CommandError(
      'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
    );
  }
  // Redis looks at each key here, and once more when it reads: a missing one is told twice.
  const stream = context.read(key, 'stream');
  if (text === '$') return stream?.lastId ?? smallestId;
  return text === '+' && context.version >= 7.4 ? beforeLast(stream) : streamId(text);
}

function beforeLast(stream: Stream | undefined): StreamId {
  const last = stream?.last?.id;
  return (last && previousId(last)) ?? stream?.lastId ?? smallestId;
}
