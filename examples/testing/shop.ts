import { IsInt, IsPositive, IsString } from 'class-validator';
import {
  defineList,
  Inject,
  InvocationContext,
  RedisListTrigger,
  RedisMessageModel,
  RedisPubSubTrigger,
  RedisStreamTrigger,
  StreamEntry,
} from 'redis-triggers';
import { singleton } from 'tsyringe';

// #region order
export class Order {
  @IsInt()
  id!: number;

  @IsString()
  item!: string;
}

export const orders = defineList('orders', { connection: 'shop', payload: Order });

/** What the shop has in stock: another system in production, an object in tests. */
@singleton()
export class Stock {
  take(item: string): Promise<number> {
    return Promise.reject(new Error(`no stock of ${item} here`));
  }
}

@singleton()
export class Orders {
  constructor(private readonly stock: Stock) {}

  @RedisListTrigger(orders)
  async onOrder(order: Order): Promise<string> {
    const left = await this.stock.take(order.item);
    return `${order.item} for ${order.id}, ${left} left`;
  }
}
// #endregion order

const twice = { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 5 } as const;

export class Returns {
  @RedisListTrigger({ connection: 'shop', key: 'returns', batch: true, count: 5, concurrency: 1 })
  onReturns(returns: RedisMessageModel[]): string[] {
    return returns.map(({ message }) => message);
  }
}

// #region retry
/** Somebody else's service, which fails now and then. */
export class Mailer {
  send(_mail: string): void {
    throw new Error('no mail goes out');
  }
}

export class Mails {
  @RedisListTrigger({ connection: 'shop', key: 'mails', retry: twice })
  onMail(mail: RedisMessageModel, mailer: Mailer, context: InvocationContext): number {
    mailer.send(mail.message);
    return context.attempt;
  }
}

export class Reminders {
  @RedisListTrigger({
    connection: 'shop',
    key: 'reminders',
    retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 3_600_000 },
  })
  onReminder(reminder: RedisMessageModel, mailer: Mailer): void {
    mailer.send(reminder.message);
  }
}
// #endregion retry

export class Payment {
  @IsInt()
  @IsPositive()
  amount!: number;
}

export const LEDGER = Symbol('ledger');

export class Payments {
  @RedisStreamTrigger({ connection: 'shop', key: 'payments', payload: Payment, payloadField: 'data' })
  onPayment(payment: Payment, @Inject(LEDGER) ledger: number[]): void {
    if (payment.amount > 1_000) throw new RangeError('too much at once');
    ledger.push(payment.amount);
  }

  @RedisStreamTrigger({ connection: 'shop', key: 'refunds', deleteAfterProcess: true })
  onRefund(entry: StreamEntry, @Inject(LEDGER) ledger: number[]): void {
    ledger.push(-Number(entry.value('amount')?.toString()));
  }
}

export class News {
  @RedisPubSubTrigger({ connection: 'shop', channel: 'news:*' })
  onNews(news: RedisMessageModel): string {
    return `${news.trigger} ${news.message}`;
  }

  @RedisPubSubTrigger({ connection: 'shop', channel: '__keyevent@0__:del' })
  onDelete(deleted: RedisMessageModel): string {
    return deleted.message;
  }
}
