import {
  defineList,
  defineStream,
  Payload,
  RedisListTrigger,
  RedisOutput,
  RedisStreamTrigger,
} from 'redis-triggers';
import { z } from 'zod';

export const shipped: number[] = [];

// #region recipe
const Order = z.object({ id: z.number() });
type Order = z.infer<typeof Order>;
const connection = 'redisLocalhost';
export const oldOrders = defineList('orders', { connection, payload: Order });
export const newOrders = defineStream('orders:stream', { connection, payload: Order, payloadField: 'json' });

/** Passes on what old senders still push. */
export class PassOn {
  @RedisListTrigger(oldOrders, { delivery: 'atLeastOnce', concurrency: 1 })
  @RedisOutput(newOrders)
  onOldOrder(@Payload() order: Order): Order {
    return order;
  }
}

export class Orders {
  @RedisStreamTrigger(newOrders, { name: 'Orders.onOrder' })
  onOrder(@Payload() { id }: Order): void {
    shipped.push(id);
  }
}
// #endregion recipe
