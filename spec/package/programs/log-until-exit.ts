import { Redis } from 'ioredis';
import { createRuntime, InvocationContext, RedisListTrigger } from 'redis-triggers';
import { FakeRedis } from 'redis-triggers/testing';

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(context: InvocationContext): void {
    for (let line = 1; line <= 200; line += 1) context.logger.info({ line }, 'counting');
    process.exit(3);
  }
}

const { port } = await new FakeRedis().listen();
const connections = { redis: `redis://127.0.0.1:${port}` };
const runtime = await createRuntime({ handlers: [Orders], connections });
await runtime.start();
await new Redis(port).rpush('orders', 'tea');
