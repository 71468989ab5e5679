import type { Bytes } from '../../resp/bytes.js';
import { error, nullArray, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { Consumer, ConsumerGroup } from '../../engine/stream/consumer-group.js';
import { advanceGroup } from '../../engine/stream/read-position.js';
import type { Stream } from '../../engine/stream/stream.js';
import { compareIds, formatId, greatestId, nextId, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { obtainConsumer } from './group-lookup.js';
import { readArguments, type ReadArguments } from './read-arguments.js';
import { streamId } from './stream-arguments.js';
import { keysBehindStreams } from './stream-keys.js';
import { entryReply, streamsReply, take } from './stream-replies.js';

export const readGroupCommands: CommandDeclarations = {
  xreadgroup: {
    arity: -7,
    flags: 'write blocking movablekeys',
    keys: keysBehindStreams,
    access: 'R',
    run: readGroup,
  },
};

interface GroupRead extends ReadArguments {
  readonly group: NonNullable<ReadArguments['group']>;
}

function readGroup(context: CommandContext, args: readonly Bytes[]): Reply {
  const { group, ...rest } = readArguments(context, args);
  if (!group) throw new CommandError('ERR Missing GROUP option for XREADGROUP');
  const request: GroupRead = { ...rest, group };
  const starts = request.ids.map((text, index) => checkedStart(context, request, index, text));
  const found = request.keys.flatMap((key, index) => {
    const entries = readKey(context, request, key, starts[index]);
    return entries === undefined ? [] : [[key, entries] as const];
  });
  if (found.length > 0) return streamsReply(context, found);
  if (!request.block) return nullArray;
  return context.block({
    keys: request.keys,
    deadline: request.block.deadline,
    attempt: (key) => attempt(context, request, key),
    timeoutReply: nullArray,
  });
}

/** Behind which pending entry the history is read; undefined for `>`, the entries that nobody got. */
function checkedStart(context: CommandContext, { keys, group }: GroupRead, index: number, text: Bytes) {
  const key = keys[index] ?? '';
  const stream = context.read(key, 'stream');
  if (!stream?.groups.has(group.name)) throw noGroup(key, group.name);
  if (text === '$') {
    throw new CommandError(
      'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
    );
  }
  if (text === '+' && context.version >= 7.4) {
    throw new CommandError(
      'ERR The + ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The + ID would just return an empty result set.',
    );
  }
  return text === '>' ? undefined : streamId(text);
}

function noGroup(key: Bytes, group: Bytes): CommandError {
  return new CommandError(
    `NOGROUP No such key '${key}' or consumer group '${group}' in XREADGROUP with GROUP option`,
  );
}

function readKey(
  context: CommandContext,
  request: GroupRead,
  key: Bytes,
  start: StreamId | undefined,
): Reply | undefined {
  const stream = context.read(key, 'stream');
  const group = stream?.groups.get(request.group.name);
  if (!stream || !group) return undefined;
  const hasNew = stream.last !== undefined && compareIds(stream.last.id, group.lastId) > 0;
  const isServed = start !== undefined || hasNew;
  // Before 7.2 only a read that returns something makes the consumer.
  if (!isServed && context.version < 7.2) return undefined;
  const consumer = obtainConsumer(context, key, group, request.group.consumer);
  consumer.seenAt = context.now;
  if (!isServed) return undefined;
  return start === undefined
    ? readNew(context, stream, group, consumer, request)
    : readHistory(context, stream, consumer, start, request.count);
}

function readNew(
  context: CommandContext,
  stream: Stream,
  group: ConsumerGroup,
  consumer: Consumer,
  { count, noAck }: GroupRead,
): Reply {
  consumer.activeAt = context.now;
  const start = nextId(group.lastId) ?? greatestId;
  const entries = take(stream.range(start, greatestId), count === 0 ? undefined : count);
  for (const { id } of entries) {
    advanceGroup(stream, group, id, context.version);
    if (!noAck) group.deliver(id, consumer, context.now, 1);
  }
  return entries.map(entryReply);
}

/**
 * What the consumer has pending: each entry counts as delivered once more. One that was deleted comes without
 * fields.
 */
function readHistory(
  context: CommandContext,
  stream: Stream,
  consumer: Consumer,
  after: StreamId,
  count: number | undefined,
): Reply {
  const start = nextId(after);
  if (!start) return [];
  return take(consumer.pending.from(start), count === 0 ? undefined : count).map((pending) => {
    const entry = stream.get(pending.id);
    if (!entry) return [formatId(pending.id), nullArray];
    pending.deliveredAt = context.now;
    pending.deliveryCount++;
    return entryReply(entry);
  });
}

/** What nobody got yet of these streams; since 7.2 the whole command is run again for a blocked client. */
function readNewOf(context: CommandContext, request: GroupRead, keys: readonly Bytes[]): Reply | undefined {
  const found = keys.flatMap((key) => {
    const entries = readKey(context, request, key, undefined);
    return entries === undefined ? [] : [[key, entries] as const];
  });
  return found.length > 0 ? streamsReply(context, found) : undefined;
}

/** Tries again for a blocked client; that the stream or the group is gone ends the wait with an error. */
function attempt(context: CommandContext, request: GroupRead, key: Bytes): Reply | undefined {
  const value = context.db.peek(key)?.value;
  if (context.version < 7 && value?.type !== 'stream') return undefined;
  const problem = goneReply(
    value?.type,
    value?.type === 'stream' && value.groups.has(request.group.name),
    context,
  );
  if (problem !== undefined) {
    return error(problem === 'NOGROUP' ? noGroup(key, request.group.name).text : problem);
  }
  return readNewOf(context, request, context.version >= 7.2 ? request.keys : [key]);
}

function goneReply(
  type: string | undefined,
  hasGroup: boolean,
  { version }: CommandContext,
): Bytes | undefined {
  if (version >= 7.2) {
    if (type !== undefined && type !== 'stream') {
      return 'WRONGTYPE Operation against a key holding the wrong kind of value';
    }
    return hasGroup ? undefined : 'NOGROUP';
  }
  if (type !== 'stream') return 'UNBLOCKED the stream key no longer exists';
  return hasGroup ? undefined : 'NOGROUP the consumer group this client was blocked on no longer exists';
}
