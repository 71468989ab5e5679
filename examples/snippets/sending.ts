import type { Redis } from 'ioredis';
import {
  createSender,
  type InputOf,
  Payload,
  RedisListTrigger,
  RedisOutput,
  type ReturnedOutputs,
  SendError,
  Sender,
} from 'redis-triggers';
import { injectable } from 'tsyringe';
import { news, Order, orders, payments } from './definitions.js';

// #region send
export async function sendAll(): Promise<void> {
  await using sender = createSender(); // finds connections as a runtime does
  await sender.push(orders, { id: 1, article: 'tea' });
  await sender.push(orders, [
    { id: 2, article: 'cup' },
    { id: 3, article: 'pot' },
  ]);
  const id = await sender.add(payments, { orderId: 1, amount: 4.5 }, { maxLength: 100_000 });
  console.log(`paid with ${id}`);
  await sender.publish(news, 'the shop is open');
}
// #endregion send

// #region inject
@injectable()
export class Shop {
  constructor(private readonly sender: Sender) {}

  @RedisListTrigger(orders)
  async onOrder(@Payload() order: Order): Promise<void> {
    await this.sender.add(payments, { orderId: order.id, amount: 4.5 });
  }
}
// #endregion inject

// #region failure
export async function order(
  sender: Sender,
  article: string,
): Promise<'ordered' | 'ask again' | 'look first'> {
  try {
    await sender.push(orders, { id: 1, article });
    return 'ordered';
  } catch (error) {
    if (!(error instanceof SendError) || error.code === 'SEND_INVALID') throw error;
    return error.mayHaveBeenSent ? 'look first' : 'ask again';
  }
}
// #endregion failure

// #region transaction
export async function orderOnce(redis: Redis, sender: Sender, order: Order): Promise<void> {
  await redis
    .multi()
    .set(`ordered:${order.id}`, 'yes')
    .call(...sender.command(orders, order))
    .exec();
}
// #endregion transaction

// #region output
export class Checkout {
  @RedisListTrigger(orders, { name: 'Checkout.pay', delivery: 'atLeastOnce' })
  @RedisOutput(payments, { maxLength: 100_000 })
  pay(@Payload() order: Order): InputOf<typeof payments> | undefined {
    return order.id === 0 ? undefined : { orderId: order.id, amount: 4.5 };
  }
}
// #endregion output

// #region outputs
const receipts = { payments, news };

export class Desk {
  @RedisListTrigger(orders, { name: 'Desk.confirm' })
  @RedisOutput(receipts)
  confirm(@Payload() order: Order): ReturnedOutputs<typeof receipts> {
    return {
      payments: [
        { orderId: order.id, amount: 4 },
        { orderId: order.id, amount: 0.5 },
      ],
      news: order.id === 1 ? 'the first order' : undefined,
    };
  }
}
// #endregion outputs
