import { expect } from 'chai';
import { IsInt, IsString } from 'class-validator';
import { inject, injectable, singleton } from 'tsyringe';
import { InvocationContext } from '../../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { Sender } from '../../../lib/sending/sender.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import { defineList } from '../../../lib/triggers/define-list.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { redisServerVersion } from '../../support/redis-binary.js';
import { messageOf } from './message-of.js';

class Order {
  @IsInt()
  id!: number;

  @IsString()
  item!: string;
}

@singleton()
class Shop {
  readonly accepted: unknown[] = [];

  accept(order: unknown): void {
    this.accepted.push(order);
  }
}

@singleton()
class Orders {
  constructor(private readonly shop: Shop) {}

  @RedisListTrigger({ connection: 'shopRedis', key: 'orders', payload: Order })
  onOrder(order: Order): string {
    this.shop.accept(order);
    return `accepted ${order.item}`;
  }

  @RedisStreamTrigger({ connection: 'shopRedis', key: 'payments' })
  onPayment(message: RedisMessageModel): void {
    this.shop.accept(message.message);
  }

  @RedisPubSubTrigger({ connection: 'newsRedis', channel: 'news.*' })
  onNews(message: RedisMessageModel): void {
    this.shop.accept(`${message.trigger}: ${message.message}`);
  }
}

const choices: readonly string[] = redisServerVersion === undefined ? ['fake'] : ['fake', 'real'];

for (const redis of choices) {
  describe(`createTestRuntime({ redis: '${redis}' })`, () => {
    it('settles when what was pushed, added and published is handled', async () => {
      await using test = await createTestRuntime({ handlers: [Orders], redis });
      await test.push('orders', { id: 1, item: 'tea' });
      await test.add('payments', { amount: 3 });
      await test.publish('news.today', 'hello');
      await test.settled();
      expect(test.get(Shop).accepted).to.have.length(3);
      expect(test.get(Shop).accepted).to.deep.include.members(['{"amount":"3"}', 'news.today: hello']);
      expect(await test.redis.llen('orders')).to.equal(0);
    });

    it('settles at once when there is nothing to do', async () => {
      await using test = await createTestRuntime({ handlers: [Orders], redis });
      const begun = performance.now();
      await test.settled();
      expect(performance.now() - begun).to.be.below(3_000);
    });

    it('records what each handler was called with and how it ended', async () => {
      await using test = await createTestRuntime({ handlers: [Orders], redis });
      await test.push('orders', { id: 1, item: 'tea' }, { id: 'none', item: 'tea' });
      const records = await test.invoked('Orders.onOrder', 2);
      const good = records.find(({ error }) => error === undefined);
      const bad = records.find(({ error }) => error !== undefined);
      expect(good).to.include({ functionId: 'Orders.onOrder', attempt: 1, result: 'accepted tea' });
      expect(good?.arguments).to.deep.equal([Object.assign(new Order(), { id: 1, item: 'tea' })]);
      expect(good?.durationInMs).to.be.at.least(0);
      expect(bad).to.include({ attempt: 0 });
      expect(bad?.error).to.have.property('code', 'PAYLOAD_INVALID');
    });

    it('waits for what handlers send on', async () => {
      @injectable()
      class Relay {
        constructor(
          @inject('send') private readonly send: (key: string, value: string) => Promise<unknown>,
        ) {}

        @RedisListTrigger({ connection: 'redis', key: 'first' })
        async first(message: RedisMessageModel): Promise<void> {
          await this.send('second', message.message);
        }

        @RedisListTrigger({ connection: 'redis', key: 'second' })
        async second(message: RedisMessageModel): Promise<void> {
          if (message.message.length < 8) await this.send('first', `${message.message}+`);
        }
      }
      const sender = { send: (_key: string, _value: string): Promise<unknown> => Promise.resolve() };
      const send = (key: string, value: string): Promise<unknown> => sender.send(key, value);
      await using test = await createTestRuntime({ handlers: [Relay], redis, overrides: [['send', send]] });
      sender.send = (key, value) => test.push(key, value);
      await test.push('first', 'a');
      await test.settled();
      expect(test.invocations('Relay.first')).to.have.length(8);
      expect(test.invocations('Relay.second')).to.have.length(8);
    });

    it('gives each test singletons of its own', async () => {
      for (let round = 0; round < 2; round++) {
        await using test = await createTestRuntime({ handlers: [Orders], redis });
        await test.push('orders', { id: round, item: 'tea' });
        await test.settled();
        expect(test.get(Shop).accepted).to.have.length(1);
      }
    });

    it('puts an override in the place of a service', async () => {
      const accepted: unknown[] = [];
      const shop = { accept: (order: unknown) => accepted.push(order) };
      await using test = await createTestRuntime({ handlers: [Orders], redis, overrides: [[Shop, shop]] });
      await test.push('orders', { id: 1, item: 'tea' });
      await test.settled();
      expect(accepted).to.have.length(1);
    });

    it('puts an override in the place of the sender that handlers inject', async () => {
      const sent: unknown[] = [];
      const fake = { push: (_list: unknown, element: unknown) => Promise.resolve(sent.push(element)) };
      @injectable()
      class Forwarding {
        constructor(private readonly sender: Sender) {}

        @RedisListTrigger({ connection: 'shopRedis', key: 'orders', payload: Order })
        onOrder(order: Order): Promise<number> {
          return this.sender.push(returns, order.item);
        }
      }
      const returns = defineList('returns', { connection: 'shopRedis' });
      const handlers = [Forwarding];
      await using test = await createTestRuntime({ handlers, redis, overrides: [[Sender, fake]] });
      await test.push('orders', { id: 1, item: 'tea' });
      await test.settled();
      expect(sent).to.deep.equal(['tea']);
      expect(await test.invoked('Forwarding.onOrder', 1)).to.have.nested.property('[0].result', 1);
    });

    it('says what arrived where something else was expected', async () => {
      await using test = await createTestRuntime({ handlers: [Orders], redis });
      await test.push('orders', { id: 1, item: 'tea' });
      const error = await messageOf(test.invoked('Orders.onPayment', 1));
      expect(error).to.include('expected 1 invocations of Orders.onPayment, but there were 0.');
      expect(error).to.include('Orders.onOrder ← orders {"id":1,"item":"tea"} (attempt 1)');
      expect(() => test.invocations('Orders.onOther')).to.throw(
        'the functions are Orders.onOrder, Orders.onPayment',
      );
    });

    it('says what still runs when it does not settle', async () => {
      class Slow {
        @RedisListTrigger({ connection: 'redis', key: 'slow' })
        async onElement(_message: RedisMessageModel, context: InvocationContext): Promise<void> {
          await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
        }
      }
      await using test = await createTestRuntime({ handlers: [Slow], redis, shutdownTimeoutInMs: 100 });
      await test.push('slow', 'a');
      const error = await messageOf(test.settled(200));
      expect(error).to.include('not settled after 200 ms: Slow.onElement has 1 in flight');
    });

    it('sees keyspace notifications without any setting', async () => {
      const seen: string[] = [];
      class Cache {
        @RedisPubSubTrigger({ connection: 'redis', channel: '__keyevent@0__:del' })
        onDelete(message: RedisMessageModel): void {
          seen.push(message.message);
        }
      }
      await using test = await createTestRuntime({ handlers: [Cache], redis });
      await test.redis.set('key', '1');
      await test.redis.del('key');
      await test.settled();
      expect(seen).to.deep.equal(['key']);
    });
  });
}

describe("createTestRuntime({ clock: 'virtual' })", () => {
  it('lets a retry wait in virtual time', async () => {
    const attempts: number[] = [];
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 3_600_000 } as const;
    class Flaky {
      @RedisListTrigger({ connection: 'redis', key: 'orders', retry })
      onOrder(_message: RedisMessageModel, context: InvocationContext): void {
        attempts.push(context.attempt);
        if (context.attempt === 1) throw new Error('not yet');
      }
    }
    await using test = await createTestRuntime({ handlers: [Flaky], clock: 'virtual' });
    await test.push('orders', 'a');
    await test.attempted('Flaky.onOrder', 1);
    expect(attempts).to.deep.equal([1]);
    await test.clock.advance(3_600_000);
    await test.settled();
    expect(attempts).to.deep.equal([1, 2]);
  });

  it('refuses to be combined with a real Redis', async () => {
    const refused = createTestRuntime({ handlers: [Orders], redis: 'real', clock: 'virtual' });
    expect(await messageOf(refused)).to.include('a real Redis has its own time');
  });
});
