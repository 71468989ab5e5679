import type { Bytes } from '../../resp/bytes.js';
import { fields, type Reply } from '../../resp/reply.js';
import { CommandError, noSuchKey, subcommandSyntax } from '../../engine/command-error.js';
import type { Consumer, ConsumerGroup } from '../../engine/stream/consumer-group.js';
import { lagOf } from '../../engine/stream/read-position.js';
import type { Stream } from '../../engine/stream/stream.js';
import { formatId, greatestId, smallestId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { helpOf } from '../help.js';
import { integer } from '../numbers.js';
import { entryReply, take } from './stream-replies.js';

const inspects = { flags: 'readonly', keys: [2, 2, 1] } as const;

export const inspectCommands: CommandDeclarations = {
  xinfo: { arity: -2 },
  'xinfo|stream': { arity: -3, ...inspects, run: inspectStream },
  'xinfo|groups': { arity: 3, ...inspects, run: inspectGroups },
  'xinfo|consumers': { arity: 4, ...inspects, run: inspectConsumers },
  'xinfo|help': {
    arity: 2,
    flags: 'loading stale',
    run: helpOf('XINFO', {
      'CONSUMERS <key> <groupname>': 'Show consumers of <groupname>.',
      'GROUPS <key>': 'Show the stream consumer groups.',
      'STREAM <key> [FULL [COUNT <count>]': 'Show information about the stream.',
    }),
  },
};

function existing(context: CommandContext, key: Bytes): Stream {
  const stream = context.read(key, 'stream');
  if (!stream) throw noSuchKey();
  return stream;
}

function inspectStream(
  context: CommandContext,
  [, name = '', key = '', full, word, text, ...rest]: readonly Bytes[],
): Reply {
  if (full === undefined) return streamFields(context, existing(context, key));
  const isCount = word === undefined || (word.toUpperCase() === 'COUNT' && text !== undefined);
  const stream = existing(context, key);
  if (full.toUpperCase() !== 'FULL' || !isCount || rest.length > 0) {
    throw subcommandSyntax('XINFO', name, context.version);
  }
  const wanted = text === undefined ? 10 : integer(text);
  const count = wanted < 0 ? 10 : wanted;
  return fullStreamFields(context, stream, count === 0 ? undefined : count);
}

function headFields({ version }: CommandContext, stream: Stream): Record<string, Reply> {
  return {
    length: stream.length,
    'radix-tree-keys': stream.nodeCount,
    'radix-tree-nodes': stream.nodeCount + 1,
    'last-generated-id': formatId(stream.lastId),
    ...(version >= 7 && {
      'max-deleted-entry-id': formatId(stream.maxDeletedId),
      'entries-added': stream.entriesAdded,
      'recorded-first-entry-id': formatId(stream.firstId),
    }),
  };
}

function streamFields(context: CommandContext, stream: Stream): Reply {
  return fields({
    ...headFields(context, stream),
    groups: stream.groups.size,
    'first-entry': stream.first ? entryReply(stream.first) : null,
    'last-entry': stream.last ? entryReply(stream.last) : null,
  });
}

function fullStreamFields(context: CommandContext, stream: Stream, count: number | undefined): Reply {
  return fields({
    ...headFields(context, stream),
    entries: take(stream.range(smallestId, greatestId), count).map(entryReply),
    groups: sortedGroups(stream).map(([name, group]) => fullGroupFields(context, stream, name, group, count)),
  });
}

/** Redis keeps groups in the order of their names. */
function sortedGroups(stream: Stream): (readonly [Bytes, ConsumerGroup])[] {
  return [...stream.groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function readFields(
  { version }: CommandContext,
  stream: Stream,
  group: ConsumerGroup,
): Record<string, Reply> {
  if (version < 7) return {};
  return { 'entries-read': group.entriesRead ?? null, lag: lagOf(stream, group, version) ?? null };
}

function fullGroupFields(
  context: CommandContext,
  stream: Stream,
  name: Bytes,
  group: ConsumerGroup,
  count: number | undefined,
): Reply {
  return fields({
    name,
    'last-delivered-id': formatId(group.lastId),
    ...readFields(context, stream, group),
    'pel-count': group.pending.size,
    pending: take(group.pending.all(), count).map((entry) => [
      formatId(entry.id),
      entry.consumer.name,
      entry.deliveredAt,
      entry.deliveryCount,
    ]),
    consumers: group.consumers.map((consumer) => fullConsumerFields(context, consumer, count)),
  });
}

function fullConsumerFields(
  { version }: CommandContext,
  consumer: Consumer,
  count: number | undefined,
): Reply {
  return fields({
    name: consumer.name,
    'seen-time': consumer.seenAt,
    ...(version >= 7.2 && { 'active-time': consumer.activeAt ?? -1 }),
    'pel-count': consumer.pending.size,
    pending: take(consumer.pending.all(), count).map((entry) => [
      formatId(entry.id),
      entry.deliveredAt,
      entry.deliveryCount,
    ]),
  });
}

function inspectGroups(context: CommandContext, [, , key = '']: readonly Bytes[]): Reply {
  const stream = existing(context, key);
  return sortedGroups(stream).map(([name, group]) =>
    fields({
      name,
      consumers: group.consumers.length,
      pending: group.pending.size,
      'last-delivered-id': formatId(group.lastId),
      ...readFields(context, stream, group),
    }),
  );
}

function inspectConsumers(context: CommandContext, [, , key = '', name = '']: readonly Bytes[]): Reply {
  const group = existing(context, key).groups.get(name);
  if (!group) throw new CommandError(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  const { now, version } = context;
  return group.consumers.map((consumer) =>
    fields({
      name: consumer.name,
      pending: consumer.pending.size,
      idle: Math.max(0, now - consumer.seenAt),
      ...(version >= 7.2 && { inactive: consumer.activeAt === undefined ? -1 : now - consumer.activeAt }),
    }),
  );
}
