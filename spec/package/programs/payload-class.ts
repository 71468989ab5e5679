import { createRuntime, Payload, RedisListTrigger, RedisTriggersError } from 'redis-triggers';

class Order {
  id = 0;
}

class Orders {
  @RedisListTrigger({ connection: '127.0.0.1:6379', key: 'orders' })
  onOrder(@Payload(Order) _order: Order): void {
    console.log('never called: this program does not start its runtime');
  }
}

createRuntime({ handlers: [Orders], logger: false }).then(
  ({ functions }) => console.log(`${functions.length} functions without a problem`),
  (error: unknown) => console.log(error instanceof RedisTriggersError ? error.message : 'another error'),
);
