import { IsInt, IsString } from 'class-validator';
import { InvocationContext, ListElement, RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region handler
class Prices {
  of(article: string): number {
    return article.length;
  }
}

class Order {
  @IsString()
  article!: string;

  @IsInt()
  quantity!: number;
}

export class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders', payload: Order })
  async onOrder(
    order: Order, // decoded from JSON and validated
    message: RedisMessageModel, // where it came from, and the text
    element: ListElement, // the same as Redis gave it
    bytes: Buffer, // the element's bytes
    text: string, // the element as text
    context: InvocationContext, // ids, attempt, logger
    signal: AbortSignal, // aborted when a stop has waited long enough
    prices: Prices, // any other class comes from the container
  ): Promise<void> {
    context.logger.info({ key: message.trigger, size: bytes.length }, 'an order arrived');
    if (element.body !== bytes || text !== message.message) throw new Error('never');
    await book(order, prices.of(order.article), signal);
  }
}
// #endregion handler

async function book(_order: Order, _price: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await Promise.resolve();
}
