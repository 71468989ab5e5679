import { expect } from 'chai';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Recorder } from '../support/recorder.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('@RedisListTrigger', (redis) => {
  it('runs the method for each element', async () => {
    const received = new Recorder<RedisMessageModel>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        received.add(message);
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.lpush('orders', 'a', 'b');
    expect(await received.until(2)).to.deep.equal([
      new RedisMessageModel('orders', 'b'),
      new RedisMessageModel('orders', 'a'),
    ]);
  });

  it('pops from the right with listPopFromBeginning: false', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', listPopFromBeginning: false, count: 1 })
      onOrder(message: RedisMessageModel): void {
        received.add(message.message);
      }
    }
    await redis.client.lpush('orders', '1');
    await redis.client.rpush('orders', '2');
    await redis.startRuntime([Orders]);
    expect(await received.until(2)).to.deep.equal(['2', '1']);
  });

  it('pops from several keys, and says which', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'k1 k2 k3' })
      onOrder(message: RedisMessageModel): void {
        received.add(`${message.trigger}=${message.message}`);
      }
    }
    const expected = ['k1', 'k2', 'k3'].flatMap((key) =>
      [1, 2, 3, 4, 5, 6].map((number) => `${key}=${number}`),
    );
    for (const key of ['k1', 'k2', 'k3']) await redis.client.rpush(key, 1, 2, 3, 4, 5, 6);
    await redis.startRuntime([Orders]);
    expect([...(await received.until(18))].sort()).to.deep.equal(expected);
  });

  it('handles empty texts and any bytes', async () => {
    const received = new Recorder<Buffer>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', concurrency: 1 })
      onOrder(element: ListElement, body: Buffer): void {
        expect(element.body).to.equal(body);
        received.add(body);
      }
    }
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', '', bytes);
    expect(await received.until(2)).to.deep.equal([Buffer.alloc(0), bytes]);
  });
});
