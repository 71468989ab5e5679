import { Redis } from 'ioredis';
import { EventEmitter, once } from 'node:events';
import {
  ChannelMessage,
  createRuntime,
  InvocationContext,
  ListElement,
  RedisListTrigger,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
} from 'redis-triggers';
import { FakeRedis } from 'redis-triggers/testing';

const received = new EventEmitter();
const connection = 'redis';

class Orders {
  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(message: ChannelMessage, context: InvocationContext): void {
    say(context, String(message.body));
  }

  @RedisListTrigger({ connection, key: 'orders' })
  onOrder(element: ListElement, context: InvocationContext): void {
    say(context, String(element.body));
  }

  @RedisListTrigger({ connection, key: 'payments', delivery: 'atLeastOnce' })
  onPayment(element: ListElement, context: InvocationContext): void {
    say(context, String(element.body));
  }

  @RedisStreamTrigger({ connection, key: 'parcels' })
  onParcel(entry: StreamEntry, context: InvocationContext): void {
    for (const [name, value] of entry.fields) say(context, `${String(name)} ${String(value)}`);
  }
}

function say({ functionId }: InvocationContext, text: string): void {
  console.log(`${functionId} received ${text}`);
  received.emit(functionId);
}

/** Handles one message of each kind, on the Redis of the environment or on the fake. */
async function main(url: string): Promise<void> {
  const runtime = await createRuntime({ handlers: [Orders], connections: { redis: url }, logger: false });
  await runtime.start();
  const client = new Redis(url);
  const steps = [
    ['onNews', () => client.publish('news', 'rain')],
    ['onOrder', () => client.rpush('orders', 'tea')],
    ['onPayment', () => client.rpush('payments', '3')],
    ['onParcel', () => client.xadd('parcels', '*', 'to', 'Ann')],
  ] as const;
  for (const [method, send] of steps) {
    const handled = once(received, `Orders.${method}`);
    await send();
    await handled;
  }
  await runtime.stop();
  const left = [await client.llen('payments'), (await client.xpending('parcels', 'Orders.onParcel'))[0]];
  console.log(`${left.join(' and ')} left`);
  client.disconnect();
}

const fake = process.env.REDIS_URL === undefined ? new FakeRedis() : undefined;
await main(process.env.REDIS_URL ?? `redis://127.0.0.1:${(await fake?.listen())?.port}`);
await fake?.close();
