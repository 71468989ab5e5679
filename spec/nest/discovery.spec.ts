import { Controller, Injectable } from '@nestjs/common';
import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { moduleOf, TestedApplication } from './application.js';

const connection = 'redis';

@Injectable()
class Shop {
  readonly log: string[] = [];
}

@Injectable()
class Orders {
  constructor(private readonly shop: Shop) {}

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    this.shop.log.push(`order ${message}`);
  }

  @RedisListTrigger({ connection, key: 'returns' })
  onReturn({ message }: RedisMessageModel, shop: Shop): void {
    shop.log.push(`return ${message}`);
  }

  @RedisPubSubTrigger({ connection, channel: 'prices' })
  onPrice({ message }: RedisMessageModel): void {
    this.shop.log.push(`price ${message}`);
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly shop: Shop) {}

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    this.shop.log.push(`controller ${message}`);
  }
}

describe('handlers of a NestJS application', () => {
  it('are all methods of its providers, several of a class, with what its class and its methods inject', async () => {
    await using tested = await TestedApplication.start({ providers: [Shop, Orders] });
    const { app, test } = tested;
    await test.redis.rpush('orders', 'tea');
    await test.redis.rpush('returns', 'cup');
    await test.redis.publish('prices', '5');
    await test.settled();
    expect(app.get(Shop).log.sort()).to.deep.equal(['order tea', 'price 5', 'return cup']);
  });

  it('are methods of controllers, too', async () => {
    await using tested = await TestedApplication.start({
      providers: [Shop],
      controllers: [OrdersController],
    });
    await tested.test.redis.rpush('orders', 'tea');
    await tested.test.settled();
    expect(tested.app.get(Shop).log).to.deep.equal(['controller tea']);
  });

  const ways = {
    'useClass under another token': { provide: 'ORDERS', useClass: Orders },
    'useFactory under its class': {
      provide: Orders,
      inject: [Shop],
      useFactory: (shop: Shop) => new Orders(shop),
    },
  };
  for (const [way, provider] of Object.entries(ways)) {
    it(`are found behind ${way}`, async () => {
      await using tested = await TestedApplication.start({ providers: [Shop, provider] });
      await tested.test.redis.rpush('orders', 'tea');
      await tested.test.settled();
      expect(tested.app.get(Shop).log).to.deep.equal(['order tea']);
    });
  }

  it('are found behind useValue, whatever its token', async () => {
    const shop = new Shop();
    const providers = [
      { provide: Shop, useValue: shop },
      { provide: 'ORDERS', useValue: new Orders(shop) },
    ];
    await using tested = await TestedApplication.start({ providers });
    await tested.test.redis.rpush('orders', 'tea');
    await tested.test.settled();
    expect(shop.log).to.deep.equal(['order tea']);
  });

  it('are refused at the start where only a factory knows of them, which says how to provide them', async () => {
    const provider = { provide: 'ORDERS', inject: [Shop], useFactory: (shop: Shop) => new Orders(shop) };
    const error = await rejectionOf(TestedApplication.start({ providers: [Shop, provider] }));
    expect(error).to.have.property('code', 'NEST_REGISTRATION');
    expect(error.message).to.include('Orders').and.to.include('{ provide: Orders, useFactory: … }');
  });

  it('handle a message once, also where two modules provide the class', async () => {
    const shared = moduleOf({ providers: [Shop], exports: [Shop] }, 'ShopModule');
    const imports = ['A', 'B'].map((name) => moduleOf({ imports: [shared], providers: [Orders] }, name));
    await using tested = await TestedApplication.start({ imports });
    await tested.test.redis.publish('prices', '5');
    await tested.test.redis.rpush('orders', 'tea');
    await tested.test.settled();
    expect(tested.app.get(Shop, { strict: false }).log.sort()).to.deep.equal(['order tea', 'price 5']);
  });

  it('may be put out of the way in a test, as any provider', async () => {
    const handled: string[] = [];
    await using tested = await TestedApplication.start(
      { providers: [Shop, Orders] },
      {},
      {
        change: (builder) =>
          builder.overrideProvider(Shop).useValue({ log: { push: (text: string) => handled.push(text) } }),
      },
    );
    await tested.test.redis.rpush('orders', 'tea');
    await tested.test.settled();
    expect(handled).to.deep.equal(['order tea']);
  });

  it('that need what nobody provides are named before anything starts', async () => {
    class Nowhere {}
    class Lost {
      @RedisListTrigger({ connection, key: 'lost' })
      run(_message: RedisMessageModel, _nowhere: Nowhere): void {
        expect.fail('not called');
      }
    }
    const error = await rejectionOf(TestedApplication.start({ providers: [Lost] }));
    expect(error).to.have.property('code', 'DEPENDENCY_UNRESOLVED');
    expect(error.message).to.include('Lost.run').and.to.include('Nowhere');
  });

  it('are none in an application that only sends, which starts all the same', async () => {
    await using tested = await TestedApplication.start({ providers: [Shop] });
    expect(tested.test.runtime.health()).to.deep.include({ state: 'running', ready: true, live: true });
  });
});
