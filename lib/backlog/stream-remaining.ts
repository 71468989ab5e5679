import { isReply } from '../redis/errors/redis-reply-error.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import { byteLimit, countAfter } from './count-after.js';
import { readGroups, type GroupState } from './group-state.js';
import { sumRemaining, type Remaining } from './remaining.js';

/** What remains on one stream, and how far its group has come. */
export interface StreamKeyRemaining extends Remaining {
  /** How many of these entries were delivered and not acknowledged. */
  readonly pending: number;
  /** The last entry that the group was given; undefined where there is no group. */
  readonly lastDeliveredId?: string;
}

/**
 * What remains of a stream function: on each of its streams, what its group was not given yet and what it has
 * not acknowledged.
 */
export async function readStreamRemaining(
  descriptor: StreamFunction,
  client: CommandSender,
): Promise<Remaining> {
  // What a reading may cost does not grow with the number of streams.
  const mostBytes = Math.floor(byteLimit / descriptor.keys.length);
  const parts = descriptor.keys.map((key) => readStreamKey(key, descriptor, client, mostBytes));
  return sumRemaining(await Promise.all(parts));
}

/** What remains of a stream function on one of its streams. A stream that does not exist holds nothing. */
export async function readStreamKey(
  key: string,
  { consumerGroup, startFrom }: StreamFunction,
  client: CommandSender,
  mostBytes: number,
): Promise<StreamKeyRemaining> {
  const [groups, length] = await Promise.all([
    readGroups(key, client).catch(noneWithoutKey),
    client.send(['XLEN', key]).then(Number),
  ]);
  const group = groups.find(({ name }) => name === consumerGroup);
  // A group that is yet to be made may begin later than at the first entry.
  if (!group) return { remaining: length, isEstimate: length > 0 && startFrom !== '0', pending: 0 };
  const undelivered = await readUndelivered({ key, group, length, mostBytes }, client);
  const { pending, lastDeliveredId } = group;
  return { ...undelivered, remaining: undelivered.remaining + pending, pending, lastDeliveredId };
}

/** A stream with a group of it, and how many bytes may be read to count what the group was not given. */
interface CountedGroup {
  readonly key: string;
  readonly group: GroupState;
  readonly length: number;
  readonly mostBytes: number;
}

async function readUndelivered(
  { key, group: { lag, lastDeliveredId }, length, mostBytes }: CountedGroup,
  client: CommandSender,
): Promise<Remaining> {
  // What was trimmed away cannot be delivered, and some versions count it.
  if (lag !== undefined) return { remaining: Math.min(lag, length), isEstimate: false };
  const counted = await countAfter(key, lastDeliveredId, client, mostBytes);
  return counted === undefined
    ? { remaining: length, isEstimate: true }
    : { remaining: counted, isEstimate: false };
}

function noneWithoutKey(error: unknown): GroupState[] {
  if (isReply(error, 'ERR no such key')) return [];
  throw error;
}
