import { Redis } from 'ioredis';
import { EventEmitter, once } from 'node:events';
import { createRuntime, InvocationContext, RedisListTrigger, RedisMessageModel } from 'redis-triggers';

const url = process.env.REDIS_URL;
const orders = new EventEmitter();

class Orders {
  @RedisListTrigger({ connection: 'orders', key: 'orders' })
  onOrder(message: RedisMessageModel, context: InvocationContext): void {
    console.log(`${context.functionId} received ${message.message} from ${message.trigger}`);
    orders.emit('received');
  }
}

/** Says what the runtime found; where there is a Redis, handles one order too. */
async function main(): Promise<void> {
  const connections = { orders: url ?? '127.0.0.1:6379' };
  const runtime = await createRuntime({ handlers: [Orders], connections, logger: false });
  console.log(runtime.functions.map(({ id, parameters }) => `${id} takes ${parameters.length}`).join());
  if (url === undefined) return;
  await runtime.start();
  const client = new Redis(url);
  const received = once(orders, 'received');
  await client.rpush('orders', 'one');
  await received;
  client.disconnect();
  await runtime.stop();
}

void main();
