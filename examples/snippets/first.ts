import { createRuntime, RedisListTrigger, RedisMessageModel, stopOnSignals } from 'redis-triggers';

class Orders {
  @RedisListTrigger({ connection: 'redis://127.0.0.1:6379', key: 'orders' })
  onOrder(order: RedisMessageModel): void {
    console.log(`${order.trigger}: ${order.message}`);
  }
}

const runtime = await createRuntime({ handlers: [Orders] });
stopOnSignals(runtime); // Ctrl-C and SIGTERM stop it without losing anything
await runtime.start(); // resolves when every function listens
