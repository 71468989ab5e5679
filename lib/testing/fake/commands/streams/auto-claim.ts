import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { Consumer } from '../../engine/stream/consumer-group.js';
import { formatId, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer, integerFrom } from '../numbers.js';
import { claimedReply } from './claim.js';
import { groupOf, obtainConsumer, type FoundGroup } from './group-lookup.js';
import { rangeStart } from './stream-arguments.js';

/** For each entry that is wanted, so many pending ones are looked at. */
const attemptsPerEntry = 10;

export const autoClaimCommands: CommandDeclarations = {
  xautoclaim: { arity: -6, flags: 'write fast', keys: oneKey, access: 'W', since: 6.2, run: autoClaim },
};

interface AutoClaim extends FoundGroup {
  readonly obtain: () => Consumer;
  readonly minimumIdle: number;
  readonly count: number;
  readonly onlyIds: boolean;
}

interface Claimed {
  readonly next: StreamId | undefined;
  readonly entries: readonly Reply[];
  readonly deleted: readonly StreamId[];
}

function autoClaim(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', groupName = '', consumerName = '', idle, startText = ''] = args;
  const minimumIdle = Math.max(
    0,
    integer(idle, () => new CommandError('ERR Invalid min-idle-time argument for XAUTOCLAIM')),
  );
  const start = rangeStart(startText, context.version);
  const options = autoClaimOptions(args.slice(6), context.version);
  const found = groupOf(context.read(key, 'stream'), key, groupName);
  let consumer: Consumer | undefined;
  const obtain = (): Consumer => (consumer ??= obtainConsumer(context, key, found.group, consumerName));
  // Before 7.2 a consumer that claims nothing is not made.
  if (context.version >= 7.2) obtain().seenAt = context.now;
  const { next, entries, deleted } = claimFrom(context, start, {
    ...found,
    ...options,
    obtain,
    minimumIdle,
  });
  const cursor = next ? formatId(next) : '0-0';
  return context.version >= 7 ? [cursor, entries, deleted.map(formatId)] : [cursor, entries];
}

function claimFrom(context: CommandContext, start: StreamId, request: AutoClaim): Claimed {
  const { stream, group, obtain, count, minimumIdle, onlyIds } = request;
  const entries: Reply[] = [];
  const deleted: StreamId[] = [];
  let attempts = count * attemptsPerEntry;
  for (const pending of [...group.pending.from(start)]) {
    if (attempts-- <= 0 || entries.length + deleted.length >= count)
      return { next: pending.id, entries, deleted };
    if (context.version >= 7 && !stream.get(pending.id)) {
      group.acknowledge(pending.id);
      deleted.push(pending.id);
    } else if (context.now - pending.deliveredAt >= minimumIdle) {
      const consumer = obtain();
      consumer.activeAt = context.now;
      group.deliver(pending.id, consumer, context.now, pending.deliveryCount + (onlyIds ? 0 : 1));
      entries.push(claimedReply(stream, pending.id, onlyIds));
    }
  }
  return { next: undefined, entries, deleted };
}

function autoClaimOptions(args: readonly Bytes[], version: number): Pick<AutoClaim, 'count' | 'onlyIds'> {
  let count = 100;
  let onlyIds = false;
  for (let position = 0; position < args.length; position++) {
    const word = args[position]?.toUpperCase();
    if (word === 'JUSTID') onlyIds = true;
    else if (word === 'COUNT' && args[position + 1] !== undefined)
      count = claimCount(args[++position], version);
    else throw syntaxError();
  }
  return { count, onlyIds };
}

/** Redis takes so many bytes for each entry that it may claim, and no process can have more than this. */
const bytesPerEntry = 16;
const mostMemory = 2 ** 47;

function claimCount(text: Bytes | undefined, version: number): number {
  const count = integerFrom(text, 1, 'ERR COUNT must be > 0');
  if (count >= 2 ** 63 / bytesPerEntry) throw new CommandError('ERR COUNT must be > 0');
  if (version >= 7 && count * bytesPerEntry >= mostMemory) {
    throw new CommandError('ERR Insufficient memory, failed allocating transient memory, COUNT too high.');
  }
  return count;
}
