import {
  OnDeadLetter,
  OnGap,
  RedisListTrigger,
  RedisPubSubTrigger,
  type DeadLetter,
  type Gap,
  RedisMessageModel,
} from 'redis-triggers';

const prices = new Map<string, string>();

function loadPrices(): Promise<[string, string][]> {
  return Promise.resolve([['tea', '3']]);
}

function alertSomebody(text: string): Promise<void> {
  console.error(text);
  return Promise.resolve();
}

// #region dead-letter
export class Invoices {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'invoices' })
  send(_invoice: RedisMessageModel): Promise<void> {
    return Promise.reject(new Error('the printer is on fire'));
  }

  @OnDeadLetter()
  async alert({ functionId, reason, error, key, id }: DeadLetter): Promise<void> {
    await alertSomebody(`${functionId}: ${reason}, ${error.message} (${key} ${id})`);
  }
}
// #endregion dead-letter

// #region gap
export class Prices {
  @RedisPubSubTrigger({ connection: 'redisLocalhost', channel: 'prices' })
  onPrice({ message }: RedisMessageModel): void {
    const [product = '', price = ''] = message.split('=');
    prices.set(product, price);
  }

  @OnGap()
  async catchUp({ durationInMs }: Gap): Promise<void> {
    for (const [product, price] of await loadPrices()) prices.set(product, price);
    console.log(`missed ${durationInMs} ms of prices; loaded all of them`);
  }
}
// #endregion gap
