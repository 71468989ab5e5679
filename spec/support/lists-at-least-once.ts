import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { heldKey, isElementField } from '../../lib/list/at-least-once/held-key.js';
import { ListElement } from '../../lib/messages/list-element.js';
import type { Class } from '../../lib/metadata/class.js';
import { holdLease } from '../../lib/redis/commands/lua/hold-lease.js';
import { popAndHold } from '../../lib/redis/commands/lua/pop-and-hold.js';
import { returnHeld } from '../../lib/redis/commands/lua/return-held.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import type { ListTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { redisName } from './test-redis.js';

/** What is held of the list `orders` of the handlers that `handlerOf` makes. */
export const held = heldKey('orders');

/** The name of a consumer that is never heard of again. */
export const another = 'another';

/** A handler class with a function on the list `orders`, at least once. */
export function handlerOf(
  handle: (element: ListElement) => unknown,
  options: Partial<ListTriggerOptions> = {},
): Class {
  class Handler {
    @RedisListTrigger({ connection: redisName, key: 'orders', delivery: 'atLeastOnce', ...options })
    async onElement(element: ListElement): Promise<void> {
      await handle(element);
    }
  }
  return Handler;
}

/** Pops elements as a process that is never heard of again; by its lease it is dead after `leaseInMs`. */
export async function popAsAnother(
  client: Redis,
  count: number,
  {
    leaseInMs = 1,
    end = 'left',
    list = 'orders',
    name = another,
    pop = 1,
    functionId = 'Gone.onElement',
  } = {},
): Promise<void> {
  const key = heldKey(list);
  await client.eval(holdLease.text, 1, key, name, leaseInMs, 'join', end, 2, functionId, randomUUID());
  await client.eval(popAndHold.text, 2, list, key, name, end, count, pop, 0, 2, 5, 4_194_304);
}

/** How many elements are with consumers, by what stands in Redis. */
export async function heldCount(client: Redis, list = 'orders'): Promise<number> {
  return (await heldIds(client, list)).length;
}

/** The ids of these elements. */
export async function heldIds(client: Redis, list = 'orders'): Promise<string[]> {
  return (await client.hkeys(heldKey(list))).filter(isElementField);
}

/** The consumers of the list. */
export async function consumersOf(client: Redis, list = 'orders'): Promise<string[]> {
  return ((await client.hget(heldKey(list), 'consumers')) ?? '').split(' ').filter(Boolean);
}

/** As if these waiting elements had been with so many processes when they died. */
export async function countDeaths(client: Redis, deaths: Readonly<Record<string, number>>): Promise<void> {
  for (const [text, count] of Object.entries(deaths)) {
    await client.hset(held, backField(text), `${another}.1.0/${count}`);
    await client.hincrby(held, 'backs', 1);
  }
  await client.hset(held, 'until', '9999999999999');
}

/** How often waiting elements were with processes that died. */
export async function deathsOf(client: Redis, ...texts: string[]): Promise<Record<string, number>> {
  const entries = await Promise.all(texts.map((text) => client.hget(held, backField(text))));
  return Object.fromEntries(
    texts.flatMap((text, index) => {
      const entry = entries[index];
      return entry ? [[text, Number(entry.split('/').at(-1))]] : [];
    }),
  );
}

/** What remains of the memory of deaths. */
export async function backFields(client: Redis): Promise<string[]> {
  return (await client.hkeys(held)).filter((field) => field.startsWith('back'));
}

/** As another process does when the lease of whoever is there is over. */
export async function takeBack(client: Redis): Promise<void> {
  for (const consumer of await consumersOf(client)) {
    await client.hset(held, `lease:${consumer}`, '1 left 2 Handler.onElement');
  }
  await client.eval(returnHeld.text, 2, 'orders', held, 'expired', 'me', 60_000, 1_000, 1e9, 'left', 2);
}

const backField = (text: string): string => `back:${createHash('sha1').update(text).digest('hex')}`;
