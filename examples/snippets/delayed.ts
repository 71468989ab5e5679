import { Sender } from 'redis-triggers';
import { Order, orders, payments } from './definitions.js';

// #region send
export async function orderLater(sender: Sender, order: Order): Promise<void> {
  await sender.push(orders, order, { delayInMs: 60_000 });
  await sender.add(
    payments,
    { orderId: order.id, amount: 4.5 },
    { at: new Date('2030-01-01T08:00:00Z'), maxLength: 100_000 },
  );
}
// #endregion send
