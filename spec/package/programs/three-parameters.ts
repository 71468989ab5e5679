import {
  createRuntime,
  InvocationContext,
  RedisListTrigger,
  RedisMessageModel,
  RedisTriggersError,
} from 'redis-triggers';

class Shop {}

class Orders {
  @RedisListTrigger({ connection: '127.0.0.1:6379', key: 'orders' })
  onOrder(_message: RedisMessageModel, _context: InvocationContext, _shop: Shop): void {
    console.log('never called: this program does not start its runtime');
  }
}

createRuntime({ handlers: [Orders], logger: false }).then(
  ({ functions }) => console.log(`${functions.length} functions without a problem`),
  (error: unknown) => console.log(error instanceof RedisTriggersError ? error.message : 'another error'),
);
