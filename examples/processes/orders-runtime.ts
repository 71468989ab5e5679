import { setTimeout as sleep } from 'node:timers/promises';
import { createRuntime, RedisListTrigger, RedisMessageModel, type Runtime } from 'redis-triggers';

class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders', delivery: 'atLeastOnce' })
  async onOrder(order: RedisMessageModel): Promise<void> {
    await sleep(100);
    console.log(`${process.pid} ${order.message}`);
  }
}

export function createOrdersRuntime(): Promise<Runtime> {
  return createRuntime({ handlers: [Orders], shutdownTimeoutInMs: 25_000 });
}
