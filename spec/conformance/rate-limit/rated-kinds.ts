import type { Redis } from 'ioredis';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import type { PollingTriggerOptions } from '../../../lib/triggers/trigger-options.js';
import { redisName as connection } from '../../support/test-redis.js';

type Options = Partial<PollingTriggerOptions> & { orderBy?: () => string };

/** One kind of function that can have a rate: how it is made, and how it is sent something. */
export interface RatedKind {
  readonly name: string;
  readonly decorator: (options: Options) => MethodDecorator;
  readonly send: (client: Redis, texts: readonly string[], key?: string) => Promise<unknown>;
  /** How many messages wait in Redis, and are with no process. */
  readonly waiting: (client: Redis, key?: string) => Promise<number>;
}

const push = (client: Redis, texts: readonly string[], key = 'source'): Promise<unknown> =>
  client.rpush(key, ...texts);

export const ratedKinds: readonly RatedKind[] = [
  {
    name: 'a list',
    decorator: (options) => RedisListTrigger({ connection, key: 'source', ...options }),
    send: push,
    waiting: (client, key = 'source') => client.llen(key),
  },
  {
    name: 'a list at least once',
    decorator: (options) =>
      RedisListTrigger({ connection, key: 'source', delivery: 'atLeastOnce', ...options }),
    send: push,
    waiting: (client, key = 'source') => client.llen(key),
  },
  {
    name: 'a stream',
    decorator: (options) => RedisStreamTrigger({ connection, key: 'source', ...options }),
    send: async (client: Redis, all: readonly string[], key = 'source'): Promise<void> => {
      for (const text of all) await client.xadd(key, '*', 'text', text);
    },
    waiting: async (client: Redis, key = 'source'): Promise<number> => {
      const [group] = (await client.xinfo('GROUPS', key)) as [unknown[]];
      return Number(group[group.indexOf('lag') + 1]);
    },
  },
];

/** `count` texts, numbered from `first`. */
export function texts(count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => `${first + index}`);
}

/** The most of these times that lie within any window of this length. */
export function mostWithin(times: readonly number[], windowInMs: number): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= windowInMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
