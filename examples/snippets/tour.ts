import {
  ExponentialBackoffRetry,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  RetryLater,
} from 'redis-triggers';

const connection = 'redisLocalhost';

function customerOf(order: string): string {
  return order.split(' ', 1).join();
}

async function accept(_order: string, _signal: AbortSignal): Promise<void> {
  await Promise.resolve();
}

async function book(payment: string): Promise<'booked' | 'bank closed'> {
  return Promise.resolve(payment === '' ? 'bank closed' : 'booked');
}

// #region handler
export class Shop {
  /** Stays in Redis until it was handled. One customer's orders one after another, the others beside them. */
  @ExponentialBackoffRetry(3, 200, 10_000)
  @RedisListTrigger({
    connection,
    key: 'orders',
    delivery: 'atLeastOnce',
    orderBy: ({ message }) => customerOf(message),
  })
  async onOrder(order: RedisMessageModel, signal: AbortSignal): Promise<void> {
    await accept(order.message, signal);
  }

  /** An entry that fails is delivered again, and ends as a dead letter. One in a dead process goes to another. */
  @RedisStreamTrigger({ connection, key: 'payments', timeLimitInMs: 5_000, messagesPerWorker: 50 })
  async onPayment(payment: RedisMessageModel): Promise<void> {
    if ((await book(payment.message)) === 'bank closed') throw new RetryLater({ delayInMs: 60_000 });
  }

  /** In one of all the processes that listen. */
  @RedisPubSubTrigger({ connection, channel: '__keyevent@0__:expired', exclusive: true })
  onExpired({ message }: RedisMessageModel): void {
    console.log(`${message} has expired`);
  }
}
// #endregion handler
