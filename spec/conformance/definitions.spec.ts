import { IsInt } from 'class-validator';
import { expect } from 'chai';
import { z } from 'zod';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

class Order {
  @IsInt()
  id!: number;
}

const connection = redisName;
const orders = defineList('orders', { connection, payload: Order, batch: true, listPopFromBeginning: false });
const payments = defineStream('payments', {
  connection,
  payload: z.object({ amount: z.string().transform(Number) }),
  payloadField: 'json',
});
const news = defineChannel('news.*', { connection });

describeOnRedis('definitions', (redis) => {
  it('start handlers of each kind as written-out options do', async () => {
    const received = new Recorder<unknown>();
    class Shop {
      @RedisListTrigger(orders)
      onOrders(@Payload() batch: Order[]): void {
        received.add(batch);
      }

      @RedisStreamTrigger(payments)
      onPayment(@Payload() payment: { amount: number }): void {
        received.add(payment);
      }

      @RedisPubSubTrigger(news)
      onNews(message: ChannelMessage): void {
        received.add([message.channel, message.body.toString()]);
      }
    }
    await redis.client.rpush('orders', '{"id":1}', '{"id":2}');
    await redis.startRuntime([Shop]);
    const [batch] = await received.until(1);
    expect(batch).to.deep.equal([{ id: 2 }, { id: 1 }]);
    expect((batch as object[])[0]).to.be.instanceOf(Order);
    await redis.client.xadd('payments', '*', 'json', '{"amount":"7"}');
    expect((await received.until(2))[1]).to.deep.equal({ amount: 7 });
    await redis.client.publish('news.today', 'rain');
    expect((await received.until(3))[2]).to.deep.equal(['news.today', 'rain']);
  });

  it('serve several functions, each with what it overrides', async () => {
    const received = new Recorder<unknown>();
    const numbers = defineStream('numbers', { connection, batch: true, count: 2 });
    class Numbers {
      @RedisStreamTrigger(numbers, { name: 'pairs' })
      onPair(pair: unknown[]): void {
        received.add(pair.length);
      }

      @RedisStreamTrigger(numbers, { name: 'singles', batch: false, concurrency: 1 })
      onSingle(text: string): void {
        received.add(text);
      }
    }
    await redis.client.xadd('numbers', '*', 'n', '1');
    await redis.client.xadd('numbers', '*', 'n', '2');
    await redis.startRuntime([Numbers]);
    expect(await received.until(3)).to.have.members([2, '{"n":"1"}', '{"n":"2"}']);
  });
});
