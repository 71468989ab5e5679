import { expect } from 'chai';
import { z } from 'zod';
import { defineChannel } from '../../../lib/triggers/define-channel.js';
import { defineList } from '../../../lib/triggers/define-list.js';
import { defineStream } from '../../../lib/triggers/define-stream.js';
import { Payload } from '../../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import { redisServerVersion } from '../../support/redis-binary.js';
import { rejectionOf } from '../../support/rejection-of.js';

const order = z.object({ id: z.number().transform(String) });
const orders = defineList('%region%-orders', {
  connection: 'shop',
  payload: order,
  listPopFromBeginning: false,
});
const payments = defineStream('payments eu-payments', {
  connection: 'shop',
  payload: order,
  payloadField: 'json',
});
const news = defineChannel('news.*', { connection: 'shop' });

class Shop {
  @RedisListTrigger(orders, { concurrency: 1 })
  onOrder(@Payload() { id }: { id: string }): string {
    return id;
  }

  @RedisStreamTrigger(payments, { concurrency: 1 })
  onPayment(@Payload() { id }: { id: string }): string {
    return id;
  }

  @RedisPubSubTrigger(news)
  onNews(text: string): string {
    return text;
  }
}

for (const redis of ['fake', 'real'] as const) {
  const describeHere = redis === 'real' && redisServerVersion === undefined ? describe.skip : describe;
  describeHere(`a test runtime sends by definitions (${redis})`, () => {
    const start = () => createTestRuntime({ handlers: [Shop], redis, settings: { region: 'eu' } });
    const resultsOf = (records: readonly { readonly result?: unknown }[]) =>
      records.map(({ result }) => result);

    it('to a list, at the end that is popped last', async () => {
      await using test = await start();
      await test.push(orders, { id: 1 });
      await test.push(orders, [{ id: 2 }, { id: 3 }]);
      expect(resultsOf(await test.invoked('Shop.onOrder', 3))).to.deep.equal(['1', '2', '3']);
    });

    it('to a stream, in its field, under an id', async () => {
      await using test = await start();
      const id = await test.add(payments, { id: 4 }, { key: 'payments', id: '1-1' });
      const ids = await test.add(payments, [{ id: 5 }, { id: 6 }], { key: 'payments' });
      expect(id).to.equal('1-1');
      expect(ids).to.have.length(2);
      expect(resultsOf(await test.invoked('Shop.onPayment', 3))).to.deep.equal(['4', '5', '6']);
    });

    it('to a channel of a pattern', async () => {
      await using test = await start();
      await test.publish(news, 'rain', { channel: 'news.today' });
      expect(resultsOf(await test.invoked('Shop.onNews', 1))).to.deep.equal(['rain']);
    });

    it('nothing that is invalid, which a string as a key lets pass', async () => {
      await using test = await start();
      expect(await rejectionOf(test.push(orders, { id: 'one' } as never))).to.have.property(
        'code',
        'SEND_INVALID',
      );
      expect(await test.redis.exists('eu-orders')).to.equal(0);
      await test.push('eu-orders', { id: 'one' });
      await test.add('payments', { json: '{}' }, '7-1');
      await test.publish('news.today', Buffer.from('snow'));
      expect(resultsOf(await test.invoked('Shop.onNews', 1))).to.deep.equal(['snow']);
      const [refused] = test.invocations('Shop.onOrder');
      expect(refused?.error).to.have.property('code', 'PAYLOAD_INVALID');
    });

    it('what compiles only where it is typed by the definition', async () => {
      await using test = await start();
      const wrong = [
        // @ts-expect-error: the id is a number
        () => test.push(orders, { id: 'one' }),
        // @ts-expect-error: the amount is unknown
        () => test.push(orders, { amount: 1 }),
        // @ts-expect-error: a definition of a stream
        () => test.push(payments, { id: 1 }),
        // @ts-expect-error: the text of a channel is no object
        () => test.publish(news, { id: 1 }),
      ];
      for (const send of wrong) expect(await rejectionOf(send())).to.be.instanceOf(Error);
    });
  });
}
