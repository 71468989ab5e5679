import type { Redis } from 'ioredis';
import { processingKeys } from '../../lib/list/at-least-once/processing-keys.js';
import { ListElement } from '../../lib/messages/list-element.js';
import type { Class } from '../../lib/metadata/class.js';
import { holdLease } from '../../lib/scripts/hold-lease.js';
import { popAndHold } from '../../lib/scripts/pop-and-hold.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import type { ListTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { redisName } from './test-redis.js';

/** The keys beside the list `orders` of the handlers that `handlerOf` makes. */
export const keys = processingKeys('orders', 'Handler.onElement');

/** The id of a consumer that is never heard of again. */
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
  leaseInMs = 1,
  end = 'left',
  of = keys,
): Promise<void> {
  await client.eval(holdLease.text, 1, of.leases, another, `${leaseInMs}`, 'join');
  const names = [of.list, of.heldBy(another), of.leases, of.suspects];
  await client.eval(popAndHold.text, 4, ...names, another, end, `${count}`, '1', '0', '9', '9');
}

/** How many elements are with consumers, by what stands in Redis. */
export async function heldCount(client: Redis, of = keys): Promise<number> {
  const consumers = await client.zrange(of.leases, '0', '-1');
  const fields = await Promise.all(consumers.map((name) => client.hkeys(of.heldBy(name))));
  return fields.flat().filter((field) => /^\d+:\d+$/.test(field)).length;
}
