import { Context, createToken, Inject, InvocationContext, Payload, RedisListTrigger } from 'redis-triggers';
import { z } from 'zod';

interface Shop {
  accept(article: string): Promise<void>;
}

// #region handler
export const SHOP = createToken<Shop>('shop');
const Order = z.object({ article: z.string() });

export class Orders {
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'orders',
    args: [Payload(Order), Context(), Inject(SHOP)],
  })
  async onOrder(order: z.infer<typeof Order>, context: InvocationContext, shop: Shop): Promise<void> {
    if (context.attempt === 1) await shop.accept(order.article);
  }
}
// #endregion handler
