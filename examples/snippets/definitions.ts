import { IsInt, IsString } from 'class-validator';
import {
  defineChannel,
  defineList,
  defineStream,
  type OutputOf,
  Payload,
  RedisListTrigger,
  RedisPubSubTrigger,
  RedisStreamTrigger,
} from 'redis-triggers';
import { z } from 'zod';

// #region definitions
export class Order {
  @IsInt()
  id!: number;

  @IsString()
  article!: string;
}

export const orders = defineList('orders', { connection: 'redisLocalhost', payload: Order, concurrency: 20 });

export const payments = defineStream('payments', {
  connection: 'redisLocalhost',
  payload: z.object({ orderId: z.number(), amount: z.number().positive() }),
  payloadField: 'json',
});

export const news = defineChannel('news', { connection: 'redisLocalhost' });
// #endregion definitions

// #region handlers
export class Shop {
  @RedisListTrigger(orders)
  async onOrder(@Payload() order: Order): Promise<void> {
    await ship(order.article);
  }

  @RedisStreamTrigger(payments, { concurrency: 3, timeLimitInMs: 10_000 })
  async onPayment(@Payload() payment: OutputOf<typeof payments>): Promise<void> {
    await book(payment.orderId, payment.amount);
  }

  @RedisPubSubTrigger(news)
  onNews(text: string): void {
    console.log(text);
  }
}
// #endregion handlers

async function ship(_article: string): Promise<void> {
  await Promise.resolve();
}

async function book(_orderId: number, _amount: number): Promise<void> {
  await Promise.resolve();
}
