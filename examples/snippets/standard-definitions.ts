import { Context, type InvocationContext, type OutputOf, Payload, RedisStreamTrigger } from 'redis-triggers';
import { payments } from './definitions.js';

// #region handlers
type Payment = OutputOf<typeof payments>;

export class Bank {
  /** The payload comes first, then the context. */
  @RedisStreamTrigger(payments)
  async onPayment(payment: Payment, context: InvocationContext): Promise<void> {
    if (context.attempt === 1) await book(payment.orderId, payment.amount);
  }

  /** Anything else is named by `args`, in its order. */
  @RedisStreamTrigger(payments, { args: [Context(), Payload()] })
  audit({ deliveryCount }: InvocationContext, { orderId }: Payment): void {
    if (deliveryCount > 1) console.log(`the payment of order ${orderId} came again`);
  }
}
// #endregion handlers

async function book(_orderId: number, _amount: number): Promise<void> {
  await Promise.resolve();
}
