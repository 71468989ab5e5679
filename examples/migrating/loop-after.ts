import { Payload, RedisListTrigger, RedisStreamTrigger } from 'redis-triggers';
import { z } from 'zod';

export const handled: string[] = [];

// #region after
const Order = z.object({ id: z.number() });
const Payment = z.object({ id: z.coerce.number() });

export class Shop {
  // The same key; old loops may go on popping beside it.
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'orders',
    payload: Order,
    delivery: 'atLeastOnce',
    concurrency: 1,
  })
  onOrder(@Payload() { id }: z.infer<typeof Order>): void {
    handled.push(`order ${id}`);
  }

  // The same group: it goes on where the loop was, and takes over what dead processes left pending.
  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'payments',
    consumerGroup: 'bank',
    payload: Payment,
    concurrency: 1,
  })
  onPayment(@Payload() { id }: z.infer<typeof Payment>): void {
    handled.push(`payment ${id}`);
  }
}
// #endregion after
