import type { Redis } from 'ioredis';
import { delay, type Due } from '../../../lib/delayed/delay.js';
import type { DelayedContent } from '../../../lib/redis/commands/lua/delayed-content.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import type { PollingTriggerOptions } from '../../../lib/triggers/trigger-options.js';
import { senderOf } from '../../support/sender-of.js';
import { redisName as connection } from '../../support/test-redis.js';

/** One kind of function whose messages can be delayed. */
export interface DelayedKind {
  readonly name: string;
  readonly decorator: (options?: Partial<PollingTriggerOptions>) => MethodDecorator;
  readonly contentOf: (body: string | Buffer) => DelayedContent;
  /** How many messages wait in Redis, and were never taken. */
  readonly waiting: (client: Redis, key?: string) => Promise<number>;
}

const key = 'source';
const options = { connection, key, delayed: true };

const pushed = (end: 'left' | 'right') => (body: string | Buffer) => ({ kind: 'list', end, body }) as const;

export const delayedKinds: readonly DelayedKind[] = [
  {
    name: 'a list',
    decorator: (given) => RedisListTrigger({ ...options, concurrency: 1, ...given }),
    contentOf: pushed('right'),
    waiting: (client, list = key) => client.llen(list),
  },
  {
    name: 'a list that is popped from the right',
    decorator: (given) =>
      RedisListTrigger({ ...options, concurrency: 1, listPopFromBeginning: false, ...given }),
    contentOf: pushed('left'),
    waiting: (client, list = key) => client.llen(list),
  },
  {
    name: 'a list at least once',
    decorator: (given) => RedisListTrigger({ ...options, concurrency: 1, delivery: 'atLeastOnce', ...given }),
    contentOf: pushed('right'),
    waiting: (client, list = key) => client.llen(list),
  },
  {
    name: 'a stream',
    decorator: (given) =>
      RedisStreamTrigger({ ...options, concurrency: 1, deleteAfterProcess: true, ...given }),
    contentOf: (body) => ({ kind: 'stream', fields: ['body', body] }),
    waiting: (client, stream = key) => client.xlen(stream),
  },
];

/** Sends these, all due at the same time. */
export function delayAll(
  client: Redis,
  { contentOf }: Pick<DelayedKind, 'contentOf'>,
  due: Due,
  bodies: readonly (string | Buffer)[],
  to = key,
): Promise<void> {
  return delay(senderOf(client), to, due, bodies.map(contentOf));
}
