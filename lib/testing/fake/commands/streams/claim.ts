import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { ConsumerGroup, PendingEntry } from '../../engine/stream/consumer-group.js';
import type { Stream } from '../../engine/stream/stream.js';
import { compareIds, formatId, parseId, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { groupOf, obtainConsumer } from './group-lookup.js';
import { streamId } from './stream-arguments.js';
import { entryReply } from './stream-replies.js';

export const claimCommands: CommandDeclarations = {
  xclaim: { arity: -6, flags: 'write fast', keys: oneKey, access: 'W', run: claim },
};

interface ClaimOptions {
  readonly minimumIdle: number;
  readonly deliveredAt: number;
  readonly retryCount: number | undefined;
  readonly force: boolean;
  readonly onlyIds: boolean;
  readonly lastId: StreamId | undefined;
}

function claim(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', groupName = '', consumerName = ''] = args;
  const { stream, group } = groupOf(context.read(key, 'stream'), key, groupName);
  const minimumIdle = Math.max(
    0,
    integer(args[4], () => invalidOption('min-idle-time')),
  );
  const idCount = args.slice(5).findIndex((text) => parseId(text) === undefined);
  const ids = args.slice(5, idCount < 0 ? undefined : 5 + idCount).map((text) => streamId(text));
  const options = claimOptions(context, args.slice(5 + ids.length), minimumIdle);
  if (options.lastId && compareIds(options.lastId, group.lastId) > 0) group.lastId = options.lastId;
  let consumer = context.version >= 7.2 ? obtainConsumer(context, key, group, consumerName) : undefined;
  if (consumer) consumer.seenAt = context.now;
  const replies: Reply[] = [];
  for (const id of ids) {
    const pending = claimable(context, stream, group, id, options);
    if (!pending) continue;
    consumer ??= obtainConsumer(context, key, group, consumerName);
    consumer.activeAt = context.now;
    const deliveryCount = options.retryCount ?? pending.deliveryCount + (options.onlyIds ? 0 : 1);
    group.deliver(id, consumer, options.deliveredAt, deliveryCount);
    replies.push(claimedReply(stream, id, options.onlyIds));
  }
  return replies;
}

/** A claimed entry that was deleted has no fields: before 7.0 it was claimed all the same. */
export function claimedReply(stream: Stream, id: StreamId, onlyId: boolean): Reply {
  if (onlyId) return formatId(id);
  const entry = stream.get(id);
  return entry ? entryReply(entry) : null;
}

/** The pending entry, if it may be claimed; with FORCE one is made for an entry that nobody has. */
function claimable(
  context: CommandContext,
  stream: Stream,
  group: ConsumerGroup,
  id: StreamId,
  { minimumIdle, force }: ClaimOptions,
): Pick<PendingEntry, 'deliveryCount'> | undefined {
  const pending = group.pending.get(id);
  const isGone = stream.get(id) === undefined;
  if (isGone && context.version >= 7) {
    group.acknowledge(id);
    return undefined;
  }
  if (!pending) return force && !isGone ? { deliveryCount: 0 } : undefined;
  return context.now - pending.deliveredAt >= minimumIdle ? pending : undefined;
}

const invalidOption = (option: string): CommandError =>
  new CommandError(`ERR Invalid ${option} ${option === 'min-idle-time' ? '' : 'option '}argument for XCLAIM`);

function claimOptions(context: CommandContext, args: readonly Bytes[], minimumIdle: number): ClaimOptions {
  const { now } = context;
  let options: ClaimOptions = {
    minimumIdle,
    deliveredAt: now,
    retryCount: undefined,
    force: false,
    onlyIds: false,
    lastId: undefined,
  };
  for (let position = 0; position < args.length; position++) {
    const word = (args[position] ?? '').toUpperCase();
    const value = args[position + 1];
    if (word === 'FORCE') options = { ...options, force: true };
    else if (word === 'JUSTID') options = { ...options, onlyIds: true };
    else {
      options = { ...options, ...valuedOption(word, value, args[position] ?? '', now) };
      position++;
    }
  }
  // A delivery in the future, or before the epoch, is one of now.
  const { deliveredAt } = options;
  return { ...options, deliveredAt: deliveredAt < 0 || deliveredAt > now ? now : deliveredAt };
}

function valuedOption(
  word: string,
  value: Bytes | undefined,
  text: Bytes,
  now: number,
): Partial<ClaimOptions> {
  if (value !== undefined) {
    if (word === 'IDLE') return { deliveredAt: now - integer(value, () => invalidOption('IDLE')) };
    if (word === 'TIME') return { deliveredAt: integer(value, () => invalidOption('TIME')) };
    if (word === 'RETRYCOUNT') return { retryCount: integer(value, () => invalidOption('RETRYCOUNT')) };
    if (word === 'LASTID') return { lastId: streamId(value) };
  }
  throw new CommandError(`ERR Unrecognized XCLAIM option '${text}'`);
}
