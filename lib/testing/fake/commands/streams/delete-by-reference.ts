import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { ConsumerGroup } from '../../engine/stream/consumer-group.js';
import type { Stream } from '../../engine/stream/stream.js';
import { compareIds, type StreamId } from '../../engine/stream/stream-id.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { parseInteger } from '../numbers.js';
import { streamId } from './stream-arguments.js';

const writes = { flags: 'write fast', keys: oneKey, access: 'W', since: 8.2 } as const;

export const deleteByReferenceCommands: CommandDeclarations = {
  xdelex: { arity: -5, ...writes, run: deleteEntries },
  xackdel: { arity: -6, ...writes, run: acknowledgeAndDelete },
};

/** What becomes of the groups' references to an entry: they stay, they go too, or the entry stays while there are any. */
type Strategy = 'KEEPREF' | 'DELREF' | 'ACKED';

const outcomes = { missing: -1, deleted: 1, stillReferred: 2 } as const;

function deleteEntries(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = ''] = args;
  const { strategy, ids } = referenceArguments(args, 2);
  const stream = context.forWrite(key, 'stream');
  const replies = ids.map((id) => (stream?.get(id) ? deleteEntry(stream, id, strategy) : outcomes.missing));
  if (replies.includes(outcomes.deleted)) context.modified(key, 't', 'xdel');
  return replies;
}

function acknowledgeAndDelete(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', groupName = ''] = args;
  const { strategy, ids } = referenceArguments(args, 3);
  const stream = context.forWrite(key, 'stream');
  const group = stream?.groups.get(groupName);
  const replies = ids.map((id) => {
    if (!stream || !group?.acknowledge(id)) return outcomes.missing;
    return stream.get(id) ? deleteEntry(stream, id, strategy) : outcomes.deleted;
  });
  if (replies.includes(outcomes.deleted)) context.modified(key, 't', 'xdel');
  return replies;
}

function deleteEntry(stream: Stream, id: StreamId, strategy: Strategy): number {
  const groups = [...stream.groups.values()];
  if (strategy === 'ACKED' && groups.some((group) => refersTo(group, id))) return outcomes.stillReferred;
  if (strategy === 'DELREF') for (const group of groups) group.acknowledge(id);
  stream.delete(id);
  if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id;
  return outcomes.deleted;
}

/** A group that has not read an entry yet, or not acknowledged it. */
function refersTo(group: ConsumerGroup, id: StreamId): boolean {
  return compareIds(group.lastId, id) < 0 || group.pending.get(id) !== undefined;
}

/** [KEEPREF | DELREF | ACKED] IDS numids id …, from a position on. */
function referenceArguments(
  args: readonly Bytes[],
  start: number,
): { readonly strategy: Strategy; readonly ids: readonly StreamId[] } {
  const first = args[start]?.toUpperCase() ?? '';
  const hasStrategy = first === 'KEEPREF' || first === 'DELREF' || first === 'ACKED';
  const position = hasStrategy ? start + 1 : start;
  if (args[position]?.toUpperCase() !== 'IDS') throw syntaxError();
  const count = parseInteger(args[position + 1]);
  if (count === undefined || count < 1n)
    throw new CommandError('ERR Number of IDs must be a positive integer');
  const texts = args.slice(position + 2);
  if (BigInt(texts.length) !== count) {
    throw new CommandError('ERR The `numids` parameter must match the number of arguments');
  }
  return { strategy: hasStrategy ? first : 'KEEPREF', ids: texts.map((text) => streamId(text)) };
}
