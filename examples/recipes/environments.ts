import { defineList, RedisListTrigger, RedisMessageModel } from 'redis-triggers';

export const received: string[] = [];

// #region recipe
// The setting `environment` is `staging`, `test-42` or the name of a developer.
export const orders = defineList('%environment%:orders', { connection: 'redisLocalhost' });

export class Orders {
  @RedisListTrigger(orders)
  onOrder({ trigger, message }: RedisMessageModel): void {
    received.push(`${trigger}: ${message}`);
  }
}
// #endregion recipe
