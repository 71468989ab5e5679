import { RedisMessageModel, RedisStreamTrigger } from 'redis-triggers';

// #region handler
export class Checkout {
  // was: class Orders with the method onOrder
  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'orders', name: 'Orders.onOrder' })
  async pay(order: RedisMessageModel): Promise<void> {
    await book(order.message);
  }
}
// #endregion handler

async function book(_order: string): Promise<void> {
  await Promise.resolve();
}
