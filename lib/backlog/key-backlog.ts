import { countAllDelayed } from '../delayed/count-delayed.js';
import type { ListFunction, StreamFunction } from '../functions/function-descriptor.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import { compareIds, idAfter, type EntryReply } from '../redis/commands/stream-reply.js';
import { byteLimit } from './count-after.js';
import { readListKey } from './list-remaining.js';
import type { ScalableFunction } from './scalable-function.js';
import { readStreamKey, type StreamKeyRemaining } from './stream-remaining.js';

/** What waits for a function on one of its keys. */
export interface KeyBacklog {
  readonly key: string;
  /** How many messages have not been handled yet, those that are pending included, and delayed ones that are due. */
  readonly remaining: number;
  /** How many delayed messages are not due yet; undefined for a function without the option `delayed`. */
  readonly delayed?: number;
  /** How many of them were given to a process and not settled; undefined for a list at most once. */
  readonly pending?: number;
  /**
   * When the oldest of them was added, in milliseconds since the Unix epoch: the time in its entry id. Undefined
   * where nothing waits, and for lists, whose elements say nothing of their age.
   */
  readonly oldestAt?: number;
}

/** Asks Redis what waits for a function, on each of its keys. */
export function readKeyBacklogs(descriptor: ScalableFunction, client: CommandSender): Promise<KeyBacklog[]> {
  return Promise.all(descriptor.keys.map((key) => readKeyBacklog(key, descriptor, client)));
}

async function readKeyBacklog(
  key: string,
  descriptor: ScalableFunction,
  client: CommandSender,
): Promise<KeyBacklog> {
  // First, as in `readRemaining`.
  const delayed = descriptor.delayed ? await countAllDelayed([key], client) : undefined;
  const sent =
    descriptor.kind === 'list'
      ? await listBacklog(key, descriptor, client)
      : await streamBacklog(key, descriptor, client);
  return delayed ? { ...sent, remaining: sent.remaining + delayed.due, delayed: delayed.later } : sent;
}

async function listBacklog(
  key: string,
  descriptor: ListFunction,
  client: CommandSender,
): Promise<KeyBacklog> {
  const { remaining, held } = await readListKey(key, descriptor, client);
  return { key, remaining, ...(held !== undefined && { pending: held }) };
}

async function streamBacklog(
  key: string,
  descriptor: StreamFunction,
  client: CommandSender,
): Promise<KeyBacklog> {
  const mostBytes = Math.floor(byteLimit / descriptor.keys.length);
  const state = await readStreamKey(key, descriptor, client, mostBytes);
  const { remaining, pending } = state;
  const oldestId = remaining > 0 ? await oldestOf(key, descriptor.consumerGroup, state, client) : undefined;
  return { key, remaining, pending, ...(oldestId && { oldestAt: Number(oldestId.split('-')[0]) }) };
}

/** The smallest id among the pending entries and the first that the group was not given. */
async function oldestOf(
  key: string,
  group: string,
  { remaining, pending, lastDeliveredId = '0-0' }: StreamKeyRemaining,
  client: CommandSender,
): Promise<string | undefined> {
  const [oldestPending, next] = await Promise.all([
    pending > 0 ? firstPending(key, group, client) : undefined,
    remaining > pending ? firstAfter(key, lastDeliveredId, client) : undefined,
  ]);
  const ids = [oldestPending, next].filter((id) => id !== undefined);
  return ids.sort(compareIds)[0];
}

async function firstPending(key: string, group: string, client: CommandSender): Promise<string | undefined> {
  const [, first] = (await client.send(['XPENDING', key, group])) as readonly [number, Buffer | null];
  return first?.toString();
}

async function firstAfter(key: string, id: string, client: CommandSender): Promise<string | undefined> {
  const start = idAfter(id);
  if (start === undefined) return undefined;
  const [first] = (await client.send(['XRANGE', key, start, '+', 'COUNT', 1])) as readonly EntryReply[];
  return first?.[0].toString();
}
