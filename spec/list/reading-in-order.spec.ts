import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Recorder } from '../support/recorder.js';

const texts = Array.from({ length: 2_000 }, (_, index) => `${index}`);

describe('A list that is read ahead', () => {
  for (const version of ['6.0', '6.2', '7.0'] as const) {
    for (const key of ['orders', 'none orders']) {
      it(`keeps its order on Redis ${version}, also at a stop: ${key}`, async () => {
        await using fake = new FakeRedis({ version });
        const client = fake.createClient();
        const handled = new Recorder<string>();
        class Orders {
          @RedisListTrigger({ connection: 'c', key, prefetch: 40, concurrency: 1 })
          onOrder({ message }: RedisMessageModel): void {
            handled.add(message);
          }
        }
        await client.rpush('orders', ...texts);
        const runtime = await createRuntime({
          handlers: [Orders],
          connections: { c: fake.connectionOptions() },
          logger: false,
        });
        await runtime.start();
        await handled.until(200);
        await runtime.stop();
        const left = await client.lrange('orders', 0, -1);
        expect([...handled.items, ...left]).to.deep.equal(texts);
        expect(left).not.to.deep.equal([]);
      });
    }
  }
});
