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
  /** Stays in Redis until it is handled. One customer's orders run one after another, different customers' in parallel. */
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

  /** A failed entry is delivered again, in the end it is a dead letter. If a process dies, another takes its entries. */
  @RedisStreamTrigger({ connection, key: 'payments', timeLimitInMs: 5_000, messagesPerWorker: 50 })
  async onPayment(payment: RedisMessageModel): Promise<void> {
    if ((await book(payment.message)) === 'bank closed') throw new RetryLater({ delayInMs: 60_000 });
  }

  /** Runs in only one of the processes that listen. */
  @RedisPubSubTrigger({ connection, channel: '__keyevent@0__:expired', exclusive: true })
  onExpired({ message }: RedisMessageModel): void {
    console.log(`${message} has expired`);
  }
}
// #endregion handler
