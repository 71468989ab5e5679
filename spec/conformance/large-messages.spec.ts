import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const mebibyte = 1024 * 1024;
const options = { connection: redisName, key: 'large', concurrency: 1, count: 100, prefetch: 100 };

interface Kind {
  readonly name: string;
  readonly trigger: MethodDecorator;
  readonly add: (client: Redis, body: Buffer) => Promise<unknown>;
  /** How many no process has taken. */
  readonly untaken: (client: Redis) => Promise<number>;
}

const list = {
  add: (client: Redis, body: Buffer) => client.rpush('large', body),
  untaken: (client: Redis) => client.llen('large'),
};

const kinds: readonly Kind[] = [
  { name: 'a list', trigger: RedisListTrigger(options), ...list },
  {
    name: 'a list at least once',
    trigger: RedisListTrigger({ ...options, delivery: 'atLeastOnce' }),
    ...list,
  },
  {
    name: 'a stream',
    trigger: RedisStreamTrigger({ ...options, consumerGroup: 'group' }),
    add: (client, body) => client.xadd('large', '*', 'body', body),
    untaken: async (client) => {
      const [pending] = (await client.xpending('large', 'group')) as [number];
      return (await client.xlen('large')) - pending;
    },
  },
];

describeOnRedis('Large messages', (redis) => {
  for (const { name, trigger, add, untaken } of kinds) {
    it(`of ${name} are not heaped up in the process, and all of them are handled`, async () => {
      const started = new Recorder<number>();
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => (open = resolve));
      class Handler {
        @trigger
        async onMessage(model: RedisMessageModel): Promise<void> {
          started.add(model.message.length);
          await opened;
        }
      }
      for (let index = 0; index < 40; index++) await add(redis.client, Buffer.alloc(mebibyte, 'x'));
      await redis.startRuntime([Handler]);
      await signalled('readAnswered', async () => (await untaken(redis.client)) <= 40 - 16, 'what may wait');
      for (let times = 0; times < 10; times++) await redis.client.ping();
      // One runs, and 16 MiB wait.
      expect(await untaken(redis.client)).to.be.within(40 - 17, 40 - 16);
      open();
      await started.until(40);
    });
  }
});
