import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { syntaxError } from '../../engine/command-error.js';
import type { ConsumerGroup, PendingEntry } from '../../engine/stream/consumer-group.js';
import { compareIds, formatId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { groupOf } from './group-lookup.js';
import { rangeEnd, rangeStart, streamId } from './stream-arguments.js';
import { take } from './stream-replies.js';

export const pendingCommands: CommandDeclarations = {
  xpending: { arity: -3, flags: 'readonly', keys: oneKey, run: pending },
  xack: { arity: -4, flags: 'write fast', keys: oneKey, access: 'W', run: acknowledge },
};

function acknowledge(context: CommandContext, [, key = '', name = '', ...texts]: readonly Bytes[]): Reply {
  const group = context.read(key, 'stream')?.groups.get(name);
  if (!group) return 0;
  const ids = texts.map((text) => streamId(text));
  return ids.filter((id) => group.acknowledge(id)).length;
}

function pending(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', name = '', ...range] = args;
  const find = (): ConsumerGroup => groupOf(context.read(key, 'stream'), key, name).group;
  return range.length === 0 ? summary(find()) : listed(context, range, find);
}

function summary({ pending, consumers }: ConsumerGroup): Reply {
  const [first, last] = [pending.first(), pending.last()];
  if (!first || !last) return [0, null, null, nullArray];
  const owners = consumers.filter((consumer) => consumer.pending.size > 0);
  return [
    pending.size,
    formatId(first.id),
    formatId(last.id),
    owners.map((consumer) => [consumer.name, `${consumer.pending.size}`]),
  ];
}

/** [IDLE milliseconds] start end count [consumer] */
function listed(context: CommandContext, args: readonly Bytes[], find: () => ConsumerGroup): Reply {
  const hasIdle = args[0]?.toUpperCase() === 'IDLE' && context.version >= 6.2;
  const minimumIdle = hasIdle ? integer(args[1]) : 0;
  const [start, end, limit, consumerName, ...rest] = hasIdle ? args.slice(2) : args;
  if (start === undefined || end === undefined || limit === undefined || rest.length > 0) throw syntaxError();
  const count = Math.max(0, integer(limit));
  const first = rangeStart(start, context.version);
  const last = rangeEnd(end, context.version);
  const group = find();
  const owner = consumerName === undefined ? group : group.consumer(consumerName);
  if (!owner) return [];
  const { now } = context;
  const isListed = (entry: PendingEntry): boolean =>
    compareIds(entry.id, last) <= 0 && now - entry.deliveredAt >= minimumIdle;
  return take(filter(owner.pending.from(first), isListed), count).map((entry) => [
    formatId(entry.id),
    entry.consumer.name,
    Math.max(0, now - entry.deliveredAt),
    entry.deliveryCount,
  ]);
}

function* filter<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Generator<T> {
  for (const item of items) if (isWanted(item)) yield item;
}
