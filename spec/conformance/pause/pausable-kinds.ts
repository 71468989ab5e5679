import type { Redis } from 'ioredis';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { redisName as connection } from '../../support/test-redis.js';

/** One kind of function that can be paused: how it is made, and how it is sent something. */
export interface PausableKind {
  readonly name: string;
  readonly decorator: (options?: { concurrency?: number; prefetch?: number }) => MethodDecorator;
  readonly send: (client: Redis, text: string) => Promise<unknown>;
}

/** Those whose messages wait in Redis. */
export const keptKinds: readonly PausableKind[] = [
  {
    name: 'a list',
    decorator: (options) => RedisListTrigger({ connection, key: 'elements', ...options }),
    send: (client, text) => client.rpush('elements', text),
  },
  {
    name: 'a list at least once',
    decorator: (options) =>
      RedisListTrigger({ connection, key: 'elements', delivery: 'atLeastOnce', ...options }),
    send: (client, text) => client.rpush('elements', text),
  },
  {
    name: 'a stream',
    decorator: (options) => RedisStreamTrigger({ connection, key: 'entries', ...options }),
    send: (client, text) => client.xadd('entries', '*', 'text', text),
  },
];

/** Those whose messages nobody keeps. */
export const publishedKinds: readonly PausableKind[] = [
  {
    name: 'a channel',
    decorator: ({ concurrency } = {}) =>
      RedisPubSubTrigger({ connection, channel: 'news', ...(concurrency && { concurrency }) }),
    send: (client, text) => client.publish('news', text),
  },
  {
    name: 'a pattern',
    decorator: ({ concurrency } = {}) =>
      RedisPubSubTrigger({ connection, channel: 'new*', ...(concurrency && { concurrency }) }),
    send: (client, text) => client.publish('news', text),
  },
  {
    name: 'an exclusive channel',
    decorator: ({ concurrency } = {}) =>
      RedisPubSubTrigger({
        connection,
        channel: 'news',
        exclusive: true,
        ...(concurrency && { concurrency }),
      }),
    send: (client, text) => client.publish('news', text),
  },
  {
    name: 'a sharded channel',
    decorator: ({ concurrency } = {}) =>
      RedisPubSubTrigger({ connection, channel: 'news', sharded: true, ...(concurrency && { concurrency }) }),
    send: (client, text) => client.call('SPUBLISH', 'news', text),
  },
];
