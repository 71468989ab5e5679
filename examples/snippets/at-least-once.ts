import { InvocationContext, RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region handler
export class Payments {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'payments', delivery: 'atLeastOnce' })
  async onPayment(payment: RedisMessageModel, context: InvocationContext): Promise<void> {
    if (context.deliveryCount > 1) context.logger.warn({}, 'a process died while it had this payment');
    await book(payment.message);
  }
}
// #endregion handler

async function book(_payment: string): Promise<void> {
  await Promise.resolve();
}
