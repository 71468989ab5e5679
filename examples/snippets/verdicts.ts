import { Drop, RedisMessageModel, RedisStreamTrigger, Reject, RetryLater } from 'redis-triggers';

// #region handler
export class Payments {
  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'payments' })
  async onPayment(payment: RedisMessageModel): Promise<void> {
    const answer = await askTheBank(payment.message);
    if (answer === 'done before') throw new Drop('this payment was made before');
    if (answer === 'unknown account') throw new Reject('the bank does not know the account');
    if (answer === 'closed') throw new RetryLater({ delayInMs: 15 * 60_000 });
  }
}
// #endregion handler

type Answer = 'accepted' | 'done before' | 'unknown account' | 'closed';

async function askTheBank(_payment: string): Promise<Answer> {
  return Promise.resolve('accepted');
}
