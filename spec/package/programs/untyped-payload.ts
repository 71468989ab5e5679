import { InvocationContext, RedisListTrigger } from 'redis-triggers';
import { createTestRuntime } from 'redis-triggers/testing';
import { z } from 'zod';

const Order = z.object({ id: z.number() });

class Orders {
  @RedisListTrigger({ connection: 'c', key: 'one', payload: Order })
  onOrder(order: z.infer<typeof Order>, context: InvocationContext): void {
    console.log(`${context.functionId} got ${JSON.stringify(order)}`);
  }

  @RedisListTrigger({ connection: 'c', key: 'several', payload: Order, batch: true })
  onOrders(orders: z.infer<typeof Order>[]): void {
    console.log(`onOrders got ${JSON.stringify(orders)}`);
  }
}

const say = (): void => undefined;
const warn = (fields: object): void => console.log('warned', JSON.stringify(fields));
const logger = { debug: say, info: say, warn, error: say, child: () => logger };

const test = await createTestRuntime({ handlers: [Orders], redis: 'fake', logger });
for (const key of ['one', 'several']) {
  await test.push(key, '{"id":7}');
  await test.settled();
}
await test.stop();
