import 'reflect-metadata';
import {
  Message,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
} from 'redis-triggers';

const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 10 } as const;

/** With decorated parameters, so that any transformer of any runner will do. */
export class Orders {
  readonly handled: string[] = [];

  @RedisListTrigger({ connection: 'redis', key: 'orders', retry })
  onOrder(@Message() order: RedisMessageModel): void {
    this.handled.push(order.message);
    if (order.message === 'bad') throw new Error('a bad order');
  }

  @RedisStreamTrigger({ connection: 'redis', key: 'payments' })
  onPayment(@Message() payment: RedisMessageModel): void {
    this.handled.push(payment.message);
  }

  @RedisPubSubTrigger({ connection: 'redis', channel: 'news' })
  onNews(@Message() news: RedisMessageModel): void {
    this.handled.push(news.message);
  }
}
