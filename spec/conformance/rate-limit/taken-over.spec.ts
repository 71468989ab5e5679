import { expect } from 'chai';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';

const id = 'Handlers.run';

describeOnRedis('The rate of a stream', (redis) => {
  for (const [scope, deliveries, what] of [
    ['process', 1, 'what was left by a process that died'],
    ['process', 3, 'what may be what ends processes'],
    ['fleet', 3, 'what may be what ends processes, for all processes'],
  ] as const) {
    it(`counts ${what}`, async () => {
      const { client } = redis;
      await client.xgroup('CREATE', 'orders', id, '0', 'MKSTREAM');
      const ids = [];
      for (let number = 0; number < 8; number++) ids.push((await client.xadd('orders', '*', 'n', number))!);
      await client.xreadgroup('GROUP', id, 'dead', 'STREAMS', 'orders', '>');
      const left = ['IDLE', 100_000, 'RETRYCOUNT', deliveries, 'JUSTID'];
      await client.call('XCLAIM', 'orders', id, 'dead', 0, ...ids, ...left);
      const handled = new Recorder<unknown>();
      const trigger = RedisStreamTrigger({
        connection: redisName,
        key: 'orders',
        rateLimit: { messages: 5, perMs: 3_600_000, scope },
      });
      const runtime = await redis.startRuntime([classWith(trigger, (entry: unknown) => handled.add(entry))]);
      await handled.until(5);
      const isReached = (): boolean => runtime.health().functions[id]!.rateLimited === true;
      await signalled('healthChanged', isReached, 'the rate to be reached');
      // New entries are not handled either.
      await client.xadd('orders', '*', 'n', 8);
      await runtime.stop();
      expect(handled.items).to.have.length(5);
    });
  }
});
