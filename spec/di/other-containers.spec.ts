import { asClass, createContainer } from 'awilix';
import { expect } from 'chai';
import { Container as Inversify, injectable as inversifyInjectable } from 'inversify';
import { Awilix } from '../../examples/09-other-container/awilix-container.js';
import { InversifyContainer } from '../../examples/09-other-container/inversify-container.js';
import type { Container } from '../../lib/di/container.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import { createTestRuntime } from '../../lib/testing/kit/create-test-runtime.js';
import { Inject } from '../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';

const connection = 'redis';

@inversifyInjectable()
class Shop {
  readonly log: string[] = [];
  disposed = 0;
}

/** What a test of a container sees when it has handled three orders. */
async function handled(handler: Class, container: Container, shop: Shop): Promise<readonly string[]> {
  await using test = await createTestRuntime({ handlers: [handler], container, redis: 'fake' });
  await test.redis.rpush('orders', 'tea', 'cup', 'pot');
  await test.invoked(`${(handler as { name: string }).name}.onOrder`, 3);
  return [...shop.log].sort();
}

describe('Awilix as the container', () => {
  class Receipt {
    private readonly context: InvocationContext;
    private readonly shop: Shop;

    constructor({ invocationContext, shop }: { invocationContext: InvocationContext; shop: Shop }) {
      this.context = invocationContext;
      this.shop = shop;
    }

    print(text: string): void {
      this.shop.log.push(`${text} by ${this.context.functionId}`);
    }
  }

  class AwilixOrders {
    private readonly receipt: Receipt;

    constructor({ receipt }: { receipt: Receipt }) {
      this.receipt = receipt;
    }

    @RedisListTrigger({ connection, key: 'orders' })
    onOrder({ message }: RedisMessageModel, @Inject('receipt') same: Receipt): void {
      this.receipt.print(`${message} ${same === this.receipt}`);
    }
  }

  it('makes handlers and what is of an invocation, once for each, and disposes it', async () => {
    const awilix = createContainer();
    awilix.register({
      shop: asClass(Shop).singleton(),
      receipt: asClass(Receipt)
        .scoped()
        .disposer(() => void (shop.disposed += 1)),
      awilixOrders: asClass(AwilixOrders).scoped(),
    });
    const shop = awilix.resolve<Shop>('shop');
    expect(await handled(AwilixOrders, new Awilix(awilix), shop)).to.deep.equal([
      'cup true by AwilixOrders.onOrder',
      'pot true by AwilixOrders.onOrder',
      'tea true by AwilixOrders.onOrder',
    ]);
    expect(shop.disposed).to.equal(3);
  });

  it('is told at the start what it lacks', async () => {
    const start = createTestRuntime({
      handlers: [AwilixOrders],
      container: new Awilix(createContainer()),
      redis: 'fake',
    });
    const error = await rejectionOf(start);
    expect(error).to.have.property('code', 'DEPENDENCY_UNRESOLVED');
    expect(error.message).to.include('nothing is registered as awilixOrders');
  });
});

describe('Inversify as the container', () => {
  @inversifyInjectable()
  class Receipt {
    constructor(
      private readonly context: InvocationContext,
      private readonly shop: Shop,
    ) {}

    print(text: string): void {
      this.shop.log.push(`${text} by ${this.context.functionId}`);
    }
  }

  @inversifyInjectable()
  class InversifyOrders {
    constructor(private readonly receipt: Receipt) {}

    @RedisListTrigger({ connection, key: 'orders' })
    onOrder({ message }: RedisMessageModel, @Inject('later') later: string): void {
      this.receipt.print(`${message} ${later}`);
    }
  }

  it('makes handlers and what is of an invocation, also what takes its time', async () => {
    const inversify = new Inversify();
    inversify.bind(Shop).toSelf().inSingletonScope();
    inversify.bind(Receipt).toSelf().inTransientScope();
    inversify.bind(InversifyOrders).toSelf().inTransientScope();
    inversify
      .bind('later')
      .toDynamicValue(async () => Promise.resolve('later'))
      .inRequestScope();
    const shop = inversify.get(Shop);
    expect(await handled(InversifyOrders, new InversifyContainer(inversify), shop)).to.deep.equal([
      'cup later by InversifyOrders.onOrder',
      'pot later by InversifyOrders.onOrder',
      'tea later by InversifyOrders.onOrder',
    ]);
  });

  it('is told at the start what it lacks', async () => {
    const container = new InversifyContainer(new Inversify());
    const error = await rejectionOf(
      createTestRuntime({ handlers: [InversifyOrders], container, redis: 'fake' }),
    );
    expect(error).to.have.property('code', 'DEPENDENCY_UNRESOLVED');
    expect(error.message).to.include('nothing is bound to InversifyOrders');
  });
});
