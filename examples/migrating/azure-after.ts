import { Payload, RedisListTrigger, RedisOutput, defineChannel, InvocationContext } from 'redis-triggers';
import { z } from 'zod';

// #region after
const Order = z.object({ id: z.number(), article: z.string() });
const shipped = defineChannel('shipped', { connection: 'redisConnection' });

export class Shop {
  @RedisListTrigger({ connection: 'redisConnection', key: 'orders', payload: Order, name: 'ShipOrder' })
  @RedisOutput(shipped)
  shipOrder(@Payload() { id, article }: z.infer<typeof Order>, context: InvocationContext): string {
    context.logger.info({ id }, 'shipping');
    return `${article} for ${id}`;
  }
}
// #endregion after
