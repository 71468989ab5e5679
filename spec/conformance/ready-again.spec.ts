import type { Redis } from 'ioredis';
import type { ListenerLost } from '../../lib/events/runtime-events.js';
import type { ClientRequest } from '../../lib/redis/client/client-request.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { serverVersion } from '../support/server-version.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

/** Longer than a spec may take: an idle read that has to end by itself fails it. */
const waits = { connection: redisName, pollingIntervalInMs: 60_000 };

const triggers: Readonly<Record<string, MethodDecorator>> = {
  'a list': RedisListTrigger({ ...waits, key: 'elements' }),
  'several lists': RedisListTrigger({ ...waits, key: 'elements others' }),
  'a list at least once': RedisListTrigger({ ...waits, key: 'elements', delivery: 'atLeastOnce' }),
  'several lists at least once': RedisListTrigger({
    ...waits,
    key: 'elements others',
    delivery: 'atLeastOnce',
  }),
  'a stream': RedisStreamTrigger({ ...waits, key: 'entries' }),
  'several streams': RedisStreamTrigger({ ...waits, key: 'entries others' }),
  'a channel': RedisPubSubTrigger({ connection: redisName, channel: 'channel' }),
  'an exclusive channel': RedisPubSubTrigger({ connection: redisName, channel: 'channel', exclusive: true }),
};

describeOnRedis('An idle function whose connections were killed', (redis) => {
  for (const [title, trigger] of Object.entries(triggers)) {
    it(`is ready as soon as it can read again: ${title}`, async () => {
      const runtime = await redis.startRuntime([classWith(trigger)]);
      const losses = new Recorder<ListenerLost>();
      runtime.on('listenerLost', losses.add);
      const isResting = await rests(title);
      const isBlocking = !isResting && !title.includes('channel');
      if (isBlocking) await eventually(async () => (await blockedClients()) > 0, 'the idle read');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      if (!isResting) await losses.until(1);
      await signalled('healthChanged', () => runtime.health().ready, 'the runtime to be ready', 3_000);
    });
  }

  for (const [title, trigger] of Object.entries(triggers)) {
    it(`is ready soon after an error of its command connection alone: ${title}`, async () => {
      const commands: Redis[] = [];
      const connect = ({ role }: ClientRequest): Redis => {
        const client = redis.client.duplicate();
        if (role === 'command') commands.push(client);
        return client;
      };
      const connections = { [redisName]: connect };
      const runtime = await redis.startRuntime([classWith(trigger)], { connections });
      const losses = new Recorder<ListenerLost>();
      runtime.on('listenerLost', losses.add);
      const needsNoCommands = title === 'a channel';
      for (const { stream } of commands) stream.destroy(new Error('read ETIMEDOUT'));
      if (!needsNoCommands) await losses.until(1);
      await signalled('healthChanged', () => runtime.health().ready, 'the runtime to be ready', 3_000);
    });
  }

  /**
   * What cannot wait without taking is looked at again and again, and between two looks nothing is under way:
   * several lists at least once, and below Redis 6.2 a single one.
   */
  async function rests(title: string): Promise<boolean> {
    const isOne = title === 'a list at least once';
    return title === 'several lists at least once' || (isOne && (await serverVersion(redis.client)) < 6.2);
  }

  async function blockedClients(): Promise<number> {
    const [, count = '0'] = /blocked_clients:(\d+)/.exec(await redis.client.info('clients')) ?? [];
    return Number(count);
  }
});
