import { IsInt, IsString, Min } from 'class-validator';
import {
  InvocationContext,
  Payload,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
} from 'redis-triggers';

const connection = 'redisLocalhost';

export class News {
  @RedisPubSubTrigger({ connection, channel: 'demo:news' })
  onNews(_message: RedisMessageModel): string {
    return 'read';
  }
}

export class Weather {
  @RedisPubSubTrigger({ connection, channel: 'demo:weather:*' })
  onReport(_message: RedisMessageModel): string {
    return 'noted';
  }
}

export class Sessions {
  @RedisPubSubTrigger({ connection, channel: '__keyspace@*__:demo:session' })
  onChange(_message: RedisMessageModel): string {
    return 'seen';
  }
}

export class Order {
  @IsString()
  article!: string;

  @IsInt()
  @Min(1)
  quantity!: number;
}

export class Orders {
  @RedisListTrigger({
    connection,
    key: 'demo:orders',
    retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 200 },
  })
  onOrder(@Payload() order: Order, { attempt }: InvocationContext): string {
    if (order.article === 'coffee' && attempt === 1) throw new Error('the till was busy');
    return `${order.quantity} x ${order.article} sold`;
  }
}

export class Audit {
  @RedisStreamTrigger({ connection, key: 'demo:audit', deleteAfterProcess: true })
  onEntry(_message: RedisMessageModel): string {
    return 'filed';
  }
}

export const handlers = [News, Weather, Sessions, Orders, Audit];

/** What the demo leaves in Redis, and takes away at its end. */
export const demoKeys = [
  'demo:session',
  'demo:orders',
  'demo:audit',
  '{demo:orders}:dead-letter:Orders.onOrder',
];
