import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

describeOnRedis('@RedisStreamTrigger', (redis) => {
  it('gives the fields of an entry as JSON', async () => {
    const received = new Recorder<RedisMessageModel>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      onOrder(message: RedisMessageModel): void {
        received.add(message);
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '*', 'a', 'b', 'c', 'd');
    expect(await received.until(1)).to.deep.equal([new RedisMessageModel('orders', '{"a":"b","c":"d"}')]);
  });

  it('gives an entry as it is: id, every field in order, also a repeated one, byte for byte', async () => {
    const received = new Recorder<StreamEntry>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      onOrder(entry: StreamEntry, message: RedisMessageModel): void {
        expect(JSON.parse(message.message)).to.have.property('item').with.length(2);
        received.add(entry);
      }
    }
    const bytes = Buffer.from([0, 255, 13, 10]);
    await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '7-1', 'item', 'first', 'raw', bytes, 'item', 'second');
    const [entry] = await received.until(1);
    expect(entry).to.deep.equal(
      new StreamEntry('orders', '7-1', [
        [Buffer.from('item'), Buffer.from('first')],
        [Buffer.from('raw'), bytes],
        [Buffer.from('item'), Buffer.from('second')],
      ]),
    );
    expect(entry?.deliveryCount).to.equal(1);
  });

  it('handles what was added before the first start', async () => {
    const received = new Recorder<string>();
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await redis.client.xadd('orders', '1-2', 'a', '2');
    await redis.startRuntime([handlerOf(received)]);
    expect(await received.until(2)).to.deep.equal(['1-1', '1-2']);
  });

  it("with startFrom: '$' handles only what is added after the group was made", async () => {
    const received = new Recorder<string>();
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await redis.startRuntime([handlerOf(received, { startFrom: '$' })]);
    await redis.client.xadd('orders', '1-2', 'a', '2');
    expect(await received.until(1)).to.deep.equal(['1-2']);
  });

  it('acknowledges an entry after its handler succeeded, and not before', async () => {
    const pendingInHandler = new Recorder<number>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      async onOrder(): Promise<void> {
        pendingInHandler.add(await pendingCount(redis.client, 'Orders.onOrder'));
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '*', 'a', '1');
    expect(await pendingInHandler.until(1)).to.deep.equal([1]);
    await signalled('settled', async () => (await pendingCount(redis.client, 'Orders.onOrder')) === 0);
    expect(await redis.client.xlen('orders')).to.equal(1);
  });

  it('deletes an entry after it was acknowledged, with deleteAfterProcess', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([handlerOf(received, { deleteAfterProcess: true })]);
    await redis.client.xadd('orders', '*', 'a', '1');
    await received.until(1);
    await signalled('settled', async () => (await redis.client.xlen('orders')) === 0);
    expect(await pendingCount(redis.client, 'Handler.onEntry')).to.equal(0);
  });

  it('leaves an entry pending whose handler failed, and goes on with the others', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      onOrder(entry: StreamEntry): void {
        received.add(entry.id);
        if (entry.id === '1-1') throw new Error('no');
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await redis.client.xadd('orders', '1-2', 'a', '2');
    await received.until(2);
    await signalled('settled', async () => (await pendingCount(redis.client, 'Orders.onOrder')) === 1);
    const pending = (await redis.client.xpending('orders', 'Orders.onOrder', '-', '+', 10)) as [string][];
    expect(pending.map(([id]) => id)).to.deep.equal(['1-1']);
  });

  it('uses the consumer group it is told', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([handlerOf(received, { consumerGroup: 'shop' })]);
    const groups = (await redis.client.xinfo('GROUPS', 'orders')) as string[][];
    expect(groups.map((group) => group[group.indexOf('name') + 1])).to.deep.equal(['shop']);
  });

  it('reads several streams', async () => {
    const received = new Recorder<string>();
    await redis.startRuntime([handlerOf(received, { key: 'k1 k2 k3' })]);
    for (const key of ['k1', 'k2', 'k3']) await redis.client.xadd(key, '1-1', 'a', '1');
    for (const key of ['k1', 'k2', 'k3']) await redis.client.xadd(key, '1-2', 'a', '1');
    expect([...(await received.until(6))].sort()).to.deep.equal(['1-1', '1-1', '1-1', '1-2', '1-2', '1-2']);
  });

  it('gives a batch what one read returned, and acknowledges all of it', async () => {
    const received = new Recorder<string[]>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders', count: 10, batch: true })
      onOrders(messages: RedisMessageModel[]): void {
        received.add(messages.map(({ message }) => message));
      }
    }
    for (let index = 0; index < 25; index++) await redis.client.xadd('orders', '*', 'n', index);
    await redis.startRuntime([Orders]);
    const batches = await received.until(3);
    expect(batches.map(({ length }) => length)).to.deep.equal([10, 10, 5]);
    await signalled('settled', async () => (await pendingCount(redis.client, 'Orders.onOrders')) === 0);
  });

  it('shares a stream among several runtimes: each entry is handled once', async () => {
    const received = new Recorder<string>();
    const handler = handlerOf(received, { count: 3 });
    for (let index = 0; index < 3; index++) await redis.startRuntime([handler]);
    for (let index = 1; index <= 100; index++) await redis.client.xadd('orders', `1-${index}`, 'a', '1');
    await received.until(100);
    await signalled('settled', async () => (await pendingCount(redis.client, 'Handler.onEntry')) === 0);
    expect(new Set(received.items)).to.have.property('size', 100);
    expect(received.items).to.have.length(100);
  });

  it('deletes its consumer at a stop when nothing is pending', async () => {
    const received = new Recorder<string>();
    const runtime = await redis.startRuntime([handlerOf(received)]);
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await received.until(1);
    await runtime.stop();
    expect(await redis.client.xinfo('CONSUMERS', 'orders', 'Handler.onEntry')).to.deep.equal([]);
  });

  it('keeps its consumer at a stop while an entry is pending', async () => {
    const received = new Recorder<string>();
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders' })
      onOrder(): void {
        received.add('tried');
        throw new Error('no');
      }
    }
    const runtime = await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '1-1', 'a', '1');
    await received.until(1);
    await runtime.stop();
    expect(await redis.client.xinfo('CONSUMERS', 'orders', 'Orders.onOrder')).to.have.length(1);
    expect(await pendingCount(redis.client, 'Orders.onOrder')).to.equal(1);
  });
});

/** A handler class that records the ids of its entries. */
function handlerOf(received: Recorder<string>, options: object = {}) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders', ...options })
    onEntry(entry: StreamEntry): void {
      received.add(entry.id);
    }
  }
  return Handler;
}

async function pendingCount(client: Redis, group: string): Promise<number> {
  const [count] = (await client.xpending('orders', group)) as [number];
  return count;
}
