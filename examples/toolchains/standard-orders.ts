import { Context, Injectable, InvocationContext, Message, RedisListTrigger } from 'redis-triggers';
import { singleton } from 'tsyringe';

/** What the shop has in stock: another system in production, an object in tests. */
@singleton()
export class Stock {
  take(article: string): Promise<number> {
    return Promise.reject(new Error(`no stock of ${article} here`));
  }
}

@singleton()
@Injectable()
export class Orders {
  static readonly inject = [Stock] as const;

  constructor(private readonly stock: Stock) {}

  @RedisListTrigger({ connection: 'shop', key: 'orders', args: [Message(String), Context()] })
  async onOrder(article: string, context: InvocationContext): Promise<string> {
    return `${article}, ${await this.stock.take(article)} left, attempt ${context.attempt}`;
  }
}
