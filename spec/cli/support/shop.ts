/** The handlers of a small shop, one of each kind. */
export const shop = `import { RedisListTrigger, RedisMessageModel, RedisPubSubTrigger, RedisStreamTrigger } from 'redis-triggers';

export class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders', delivery: 'atLeastOnce' })
  onOrder({ message }: RedisMessageModel): void {
    if (message.includes('refuse')) throw new TypeError('the order is refused');
  }

  @RedisStreamTrigger({ connection: 'shop', key: 'payments', concurrency: 4 })
  onPayment(payment: RedisMessageModel): void {
    if (payment.message.includes('refuse')) throw new RangeError('the bank is closed');
  }

  @RedisPubSubTrigger({ connection: 'shop', channel: 'news' })
  onNews(_news: RedisMessageModel): void {}
}
`;
