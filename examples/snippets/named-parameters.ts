import {
  Context,
  Inject,
  InvocationContext,
  Message,
  RedisListTrigger,
  RedisMessageModel,
} from 'redis-triggers';

interface Shop {
  accept(order: string): Promise<void>;
}

// #region handler
export const SHOP = Symbol('shop');

export class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders' })
  async onOrder(
    @Message() order: RedisMessageModel,
    @Context() context: InvocationContext,
    @Inject(SHOP) shop: Shop,
  ): Promise<void> {
    if (context.attempt === 1) await shop.accept(order.message);
  }
}
// #endregion handler
