import { readGroups } from '../../backlog/group-state.js';
import { readRemaining } from '../../backlog/read-remaining.js';
import type { ScalableFunction } from '../../backlog/scalable-function.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { countProcessing } from '../../list/at-least-once/count-processing.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { idAfter, type EntryReply } from '../../redis/commands/stream-reply.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';

/** Entry ids below this (September 2001) are no times, but somebody's own numbers. */
const firstTime = 1e12;

/** What waits for a function. */
export interface Waiting {
  /** How many messages no process has taken, with delayed ones that are due. */
  readonly backlog: number;
  /** How many delayed messages are not due yet; absent for a function without the option `delayed`. */
  readonly delayed?: number;
  /** Whether the backlog is an estimate. */
  readonly isEstimate: boolean;
  /** How many were taken and not settled; absent for lists at most once, of which Redis does not know it. */
  readonly pending?: number;
  /** Since when the oldest waits, in ISO 8601; absent for lists, whose elements have no time. */
  readonly oldestAt?: string;
}

/** What waits for a function of a list or of a stream. */
export async function readWaiting(descriptor: ScalableFunction, client: CommandSender): Promise<Waiting> {
  const { remaining, ...rest } = await readRemaining(descriptor, client);
  if (descriptor.kind === 'list') {
    if (descriptor.delivery === 'atMostOnce') return { backlog: remaining, ...rest };
    const held = await Promise.all(descriptor.keys.map((key) => countProcessing(client, key)));
    const pending = sum(held);
    return { backlog: Math.max(0, remaining - pending), ...rest, pending };
  }
  const states = await Promise.all(descriptor.keys.map((key) => readStream(key, descriptor, client)));
  const pending = sum(states.map((state) => state.pending));
  const oldest = Math.min(...states.flatMap((state) => state.oldest ?? []));
  return {
    backlog: Math.max(0, remaining - pending),
    ...rest,
    pending,
    ...(Number.isFinite(oldest) && { oldestAt: new Date(oldest).toISOString() }),
  };
}

interface StreamState {
  readonly pending: number;
  /** When the oldest entry was added that its group has not acknowledged, in milliseconds since 1970. */
  readonly oldest?: number;
}

async function readStream(
  key: string,
  { consumerGroup, startFrom }: StreamFunction,
  client: CommandSender,
): Promise<StreamState> {
  const groups = await readGroups(key, client).catch((error: unknown) => {
    if (isReply(error, 'ERR no such key')) return [];
    throw error;
  });
  const group = groups.find(({ name }) => name === consumerGroup);
  const from = group ? idAfter(group.lastDeliveredId) : startFrom === '0' ? '-' : undefined;
  const next = from === undefined ? undefined : await firstId(client, key, from);
  if (!group || group.pending === 0) return { pending: 0, ...timeOf(next) };
  const [, first] = (await client.send(['XPENDING', key, consumerGroup])) as readonly [
    unknown,
    Buffer | null,
  ];
  return { pending: group.pending, ...timeOf(first === null ? next : first.toString()) };
}

async function firstId(client: CommandSender, key: string, from: string): Promise<string | undefined> {
  const [first] = (await client.send(['XRANGE', key, from, '+', 'COUNT', 1])) as readonly EntryReply[];
  return first?.[0].toString();
}

function timeOf(id: string | undefined): { readonly oldest?: number } {
  const time = Number(id?.split('-')[0]);
  return time >= firstTime ? { oldest: time } : {};
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
