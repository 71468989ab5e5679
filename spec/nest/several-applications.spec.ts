import { Injectable } from '@nestjs/common';
import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { moduleOf, TestedApplication } from './application.js';

const connection = 'redis';

@Injectable()
class Orders {
  readonly seen: string[] = [];

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    this.seen.push(message);
  }
}

/** Another class with the same name. */
function otherOrders(): new () => { readonly seen: string[] } {
  @Injectable()
  class Orders {
    readonly seen: string[] = [];

    @RedisListTrigger({ connection, key: 'others' })
    onOrder({ message }: RedisMessageModel): void {
      this.seen.push(message);
    }
  }
  return Orders;
}

describe('several NestJS applications in one process', () => {
  it('do not meet: each has its runtime, its handlers and its Redis, and ends alone', async () => {
    await using first = await TestedApplication.start({ providers: [Orders] });
    const second = await TestedApplication.start({ providers: [Orders] });
    await first.test.redis.rpush('orders', 'tea');
    await second.test.redis.rpush('orders', 'cup');
    await Promise.all([first.test.settled(), second.test.settled()]);
    expect([first, second].map(({ app }) => app.get(Orders).seen)).to.deep.equal([['tea'], ['cup']]);
    await second.app.close();
    await first.test.redis.rpush('orders', 'pot');
    await first.test.settled();
    expect(first.app.get(Orders).seen).to.deep.equal(['tea', 'pot']);
  });
});

describe('two handlers of a NestJS application whose classes have the same name', () => {
  it('are refused at the start: neither takes the place of the other', async () => {
    const imports = [Orders, otherOrders()].map((handler, index) =>
      moduleOf({ providers: [handler] }, `M${index}`),
    );
    const error = await rejectionOf(TestedApplication.start({ imports }));
    expect(error.message).to.include('Orders.onOrder');
  });
});
