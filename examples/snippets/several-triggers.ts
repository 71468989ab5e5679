import { RedisListTrigger, RedisMessageModel, RedisPubSubTrigger } from 'redis-triggers';

// #region handler
const connection = 'redisLocalhost';

export class Orders {
  @RedisPubSubTrigger({ connection, channel: 'orders:express', name: 'Orders.express' })
  @RedisListTrigger({ connection, key: '%region%:orders', name: 'Orders.normal' })
  onOrder(order: RedisMessageModel): void {
    console.log(`${order.trigger}: ${order.message}`);
  }
}
// #endregion handler
