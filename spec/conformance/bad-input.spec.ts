import { IsInt } from 'class-validator';
import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

class Order {
  @IsInt()
  id!: number;
}

describeOnRedis('A message that does not fit its payload', (redis) => {
  const retry = { strategy: 'fixedDelay', maxRetryCount: 5, delayIntervalInMs: 1 } as const;

  it('of a list goes to the dead letters with the reason, is not tried, and the next is handled', async () => {
    const handled = new Recorder<number>();
    class Orders {
      @RedisListTrigger({ connection: redisName, key: 'orders', payload: Order, retry })
      onOrder(order: Order): void {
        handled.add(order.id);
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.rpush('orders', '{not json', '{"id":"seven"}', '{"id":8}');
    expect(await handled.until(1)).to.deep.equal([8]);
    const letters = await signalled('deadLettered', async () => {
      const found = await redis.client.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+');
      return found.length === 2 && found.map(([, fields]) => fields);
    });
    for (const fields of letters) {
      expect(fields.join(' ')).to.include('reason payload-invalid').and.include('attempts 0');
    }
    expect(letters.map((fields) => fields.at(-1))).to.have.members(['{not json', '{"id":"seven"}']);
    expect(handled.items).to.deep.equal([8]);
  });

  it('of a stream is recorded and acknowledged in one step, and never delivered again', async () => {
    class Orders {
      @RedisStreamTrigger({ connection: redisName, key: 'orders', payload: Order, deleteAfterProcess: true })
      onOrder(_order: Order): void {
        expect.fail('the handler must not see it');
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.xadd('orders', '7-1', 'id', 'seven');
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+'))[0],
    );
    expect(fields.join(' ')).to.include('entryId 7-1').and.include('reason payload-invalid');
    await signalled('settled', async () => (await redis.client.xlen('orders')) === 0, 'the deletion');
    expect(((await redis.client.xpending('orders', 'Orders.onOrder')) as [number])[0]).to.equal(0);
  });

  it('of a channel is a dead letter if that is asked for', async () => {
    class Orders {
      @RedisPubSubTrigger({ connection: redisName, channel: 'orders', payload: Order, deadLetter: true })
      onOrder(_order: Order): void {
        expect.fail('the handler must not see it');
      }
    }
    await redis.startRuntime([Orders]);
    await redis.client.publish('orders', 'null');
    const [, fields] = await signalled(
      'deadLettered',
      async () => (await redis.client.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+'))[0],
    );
    expect(fields.slice(-2)).to.deep.equal(['body', 'null']);
  });
});

describeOnRedis('A handler that throws', (redis) => {
  for (const [what, thrown] of [
    ['something that is no error', 'just a text'],
    ['nothing at all', undefined],
  ] as const) {
    it(`${what} loses nothing: the element is a dead letter`, async () => {
      class Orders {
        @RedisListTrigger({ connection: redisName, key: 'orders' })
        onOrder(): void {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is what this is about
          throw thrown;
        }
      }
      await redis.startRuntime([Orders]);
      await redis.client.rpush('orders', 'a');
      const [, fields] = await signalled(
        'deadLettered',
        async () => (await redis.client.xrange('{orders}:dead-letter:Orders.onOrder', '-', '+'))[0],
      );
      expect(fields.join(' ')).to.include('reason handler-failed').and.include('HANDLER_FAILED');
      expect(fields.at(-1)).to.equal('a');
    });
  }
});
