import { Redis } from 'ioredis';
import { RedisMessageModel } from '../../../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../../../support/recorder.js';
import { RecordingLogger, type LogLine } from '../../../support/recording-logger.js';
import { redisName, type TestRedis } from '../../../support/test-redis.js';

/** What each function gets, in this order. */
export const bodies = Array.from({ length: 40 }, (_, index) => `${index}`);

/** What a runtime said of its ioredis, and what its functions got. */
export interface TriggersRun {
  readonly warnings: readonly LogLine[];
  readonly elements: readonly string[];
  readonly entries: readonly string[];
  readonly messages: readonly string[];
}

/** Runs a trigger of each kind on clients that `change` was called with. */
export async function runTriggers(redis: TestRedis, change: (client: Redis) => void): Promise<TriggersRun> {
  const elements = new Recorder<string>();
  const entries = new Recorder<string>();
  const messages = new Recorder<string>();
  class Handlers {
    @RedisListTrigger({ connection: redisName, key: 'list' })
    onElement({ message }: RedisMessageModel): void {
      elements.add(message);
    }

    @RedisStreamTrigger({ connection: redisName, key: 'stream' })
    onEntry({ message }: RedisMessageModel): void {
      entries.add((JSON.parse(message) as { body: string }).body);
    }

    @RedisPubSubTrigger({ connection: redisName, channel: 'channel' })
    onMessage({ message }: RedisMessageModel): void {
      messages.add(message);
    }
  }
  const logger = new RecordingLogger();
  const connections = {
    [redisName]: () => {
      const client = makeClient(redis);
      change(client);
      return client;
    },
  };
  await redis.startRuntime([Handlers], { logger, connections });
  for (const body of bodies) await redis.client.publish('channel', body);
  await redis.client.rpush('list', ...bodies);
  const adding = redis.client.multi();
  for (const body of bodies) adding.xadd('stream', '*', 'body', body, 'beside', 'it');
  await adding.exec();
  const { length } = bodies;
  return {
    elements: [...(await elements.until(length))].sort(inOrder),
    entries: [...(await entries.until(length))].sort(inOrder),
    messages: [...(await messages.until(length))].sort(inOrder),
    warnings: logger.lines.filter(({ fields }) => String(fields.code).startsWith('IOREDIS_')),
  };
}

/** A client that has not connected yet. */
export function makeClient({ connection }: TestRedis): Redis {
  if (typeof connection === 'function') throw new Error('the connection is a function');
  if (typeof connection === 'string') return new Redis(connection, { lazyConnect: true });
  return new Redis({ ...connection, lazyConnect: true });
}

/** Handlers of one function may run beside each other. */
const inOrder = (one: string, other: string): number => Number(one) - Number(other);
