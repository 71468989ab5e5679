import type { Redis } from 'ioredis';
import { heldKey } from '../../../lib/list/at-least-once/held-key.js';
import type { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Class } from '../../../lib/metadata/class.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';

/** The key or channel of every run, and the id of its one function. */
export const source = 'messages';
export const functionId = 'consumer';
export const connection = 'redis';
/** How many handlers run at once in one process: the default. */
export const concurrency = 10;
export const deadLetters = `{${source}}:dead-letter:${functionId}`;

/** The kinds of trigger: what holds for one may not hold for another. */
export type KindUnderTest = 'pubsub' | 'exclusive' | 'list' | 'reliableList' | 'stream';

/** What a handler of the suite does with the id of a message. */
export type Handle = (id: number) => Promise<void>;

/** A kind of trigger, as the suite uses it. */
export interface TriggerUnderTest {
  readonly name: string;
  readonly kind: KindUnderTest;
  /** Whether its contract allows a cut-off reply or a dead process to lose messages. */
  readonly promise: 'at most once' | 'at least once';
  /** A handler class with one function that calls `handle`. */
  handlers(handle: Handle, prefetch?: number): Class;
  /** The command that sends a message with this text. */
  send(text: string): [string, ...string[]];
  /** The command that reads what is in the source, for what a fault is about to destroy; none for pub/sub. */
  readonly readSource: readonly [string, ...string[]] | undefined;
  /** The same for what is held beside the source. */
  readonly readHeld?: readonly [string, ...string[]];
  /** The same for everything that is in Redis. */
  readonly readAll: readonly [string, ...string[]] | undefined;
  /** The ids of the messages that are in Redis and not done with. */
  waiting(client: Redis): Promise<number[]>;
}

const shared = { connection, name: functionId };

function handlersOf(decorator: MethodDecorator, handle: Handle): Class {
  return classWith(decorator, (model: RedisMessageModel) => handle(idIn(model.message)));
}

const pubSub: TriggerUnderTest = {
  name: 'pub/sub',
  kind: 'pubsub',
  promise: 'at most once',
  handlers: (handle) =>
    handlersOf(RedisPubSubTrigger({ ...shared, channel: source, deadLetter: true }), handle),
  send: (text) => ['PUBLISH', source, text],
  readSource: undefined,
  readAll: undefined,
  waiting: () => Promise.resolve([]),
};

const exclusive: TriggerUnderTest = {
  ...pubSub,
  name: 'exclusive channel',
  kind: 'exclusive',
  handlers: (handle) =>
    handlersOf(RedisPubSubTrigger({ ...shared, channel: source, deadLetter: true, exclusive: true }), handle),
};

const readList: readonly [string, ...string[]] = ['LRANGE', source, '0', '-1'];

const list: TriggerUnderTest = {
  name: 'list',
  kind: 'list',
  promise: 'at most once',
  handlers: (handle, prefetch) => handlersOf(RedisListTrigger({ ...shared, key: source, prefetch }), handle),
  send: (text) => ['RPUSH', source, text],
  readSource: readList,
  readAll: readList,
  waiting: async (client) => idsIn(await client.call(...readList)),
};

const redelivery = { claimIdleInMs: 2_000, maxDeliveryCount: 3 };

/** The end of a script that adds to `all` what consumers hold in the second key. */
const addHeld = `
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    if string.find(field, '^%w+%.%w+%.') then all[#all + 1] = redis.call('HGET', KEYS[2], field) end
  end
  return all`;
const listKeys = ['2', source, heldKey(source)] as const;

/** What consumers hold beside the list. */
const readHeld: readonly [string, ...string[]] = ['EVAL', `local all = {} ${addHeld}`, ...listKeys];

/** What is in the list, and what is held beside it by consumers, as one reply. */
const readListAndHeld: readonly [string, ...string[]] = [
  'EVAL',
  `local all = redis.call('LRANGE', KEYS[1], 0, -1) ${addHeld}`,
  ...listKeys,
];

const reliableList: TriggerUnderTest = {
  ...list,
  name: 'list, at least once',
  kind: 'reliableList',
  promise: 'at least once',
  handlers: (handle, prefetch) => {
    const options = { ...shared, key: source, delivery: 'atLeastOnce', prefetch, ...redelivery } as const;
    return handlersOf(RedisListTrigger(options), handle);
  },
  readHeld,
  readAll: readListAndHeld,
  waiting: async (client) => idsIn(await client.call(...readListAndHeld)),
};

const readStream: readonly [string, ...string[]] = ['XRANGE', source, '-', '+'];

const stream: TriggerUnderTest = {
  name: 'stream',
  kind: 'stream',
  promise: 'at least once',
  handlers: (handle) => handlersOf(RedisStreamTrigger({ ...shared, key: source, ...redelivery }), handle),
  send: (text) => ['XADD', source, '*', 'id', text],
  readSource: readStream,
  readAll: readStream,
  async waiting(client) {
    const groups = (await client.xinfo('GROUPS', source).catch(() => [])) as (string | number)[][];
    const [group = []] = groups;
    const delivered = String(group[group.indexOf('last-delivered-id') + 1] ?? '0-0');
    const undelivered = idsIn(await client.xrange(source, after(delivered), '+'));
    const pending = groups.length === 0 ? [] : await pendingIds(client);
    return [...undelivered, ...pending];
  },
};

/** Whether it is at most once and keeps nothing in Redis. */
export function isChannel({ kind }: TriggerUnderTest): boolean {
  return kind === 'pubsub' || kind === 'exclusive';
}

/** Every kind of trigger that the suite knows. */
export const triggersUnderTest: readonly TriggerUnderTest[] = [pubSub, exclusive, list, reliableList, stream];

/** Those whose messages several processes share. */
export const sharedTriggers: readonly TriggerUnderTest[] = [list, reliableList, stream, exclusive];

/** The trigger of this name. */
export function triggerNamed(name: string): TriggerUnderTest {
  const found = triggersUnderTest.find((each) => each.name === name);
  if (!found) throw new Error(`there is no trigger "${name}"`);
  return found;
}

/** The ids of the dead letters; the original stands at the end of each. */
export async function deadLetteredIds(client: Redis): Promise<number[]> {
  const entries = await client.xrange(deadLetters, '-', '+');
  return idsIn(entries.map(([, fields]) => fields.at(-1) ?? ''));
}

/** The ids in a reply of any shape: list elements are texts, stream entries end with one. */
export function idsIn(reply: unknown): number[] {
  if (!Array.isArray(reply)) return [];
  return reply.map((each: unknown) =>
    idIn(Array.isArray(each) ? String((each as unknown[])[1]) : String(each)),
  );
}

/** The id at the beginning of a text, whatever it is padded or wrapped with. */
function idIn(text: string): number {
  return Number(/\d+/.exec(text)?.[0]);
}

/** The smallest id above this one; an interval that leaves its end out is known only from Redis 6.2 on. */
function after(id: string): string {
  const [time = '0', sequence = '0'] = id.split('-');
  return `${time}-${BigInt(sequence) + 1n}`;
}

/** Entries that are pending and were deleted have no id of ours any more. */
async function pendingIds(client: Redis): Promise<number[]> {
  const lines = (await client.xpending(source, functionId, '-', '+', 100_000)) as [string][];
  const read = client.pipeline();
  for (const [id] of lines) read.xrange(source, id, id);
  const replies = (await read.exec()) ?? [];
  return replies.flatMap(([, entries]) => idsIn(entries));
}
