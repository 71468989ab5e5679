import { createToken, Injectable, RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { container, singleton } from 'tsyringe';

// #region handler
const CURRENCY = createToken<string>('currency');

@singleton()
@Injectable()
export class Prices {
  static readonly inject = [CURRENCY] as const;

  constructor(private readonly currency: string) {}

  of(article: string): string {
    return `${article.length} ${this.currency}`;
  }
}

@Injectable()
export class Orders {
  static readonly inject = [Prices] as const;

  constructor(private readonly prices: Prices) {}

  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    console.log(this.prices.of(message));
  }
}

container.registerInstance(CURRENCY, 'EUR');
// #endregion handler
