import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';
import { singleton } from 'tsyringe';

const often = { strategy: 'fixedDelay', maxRetryCount: 20, delayIntervalInMs: 0 } as const;
const trigger = { connection: 'shop', key: 'payments', retry: often };

interface Payment {
  readonly id: number;
  readonly amount: number;
}

// #region payments
/** Adds up payments. A payment that is delivered twice is added twice. */
@singleton()
export class Sum {
  total = 0;

  @RedisListTrigger(trigger)
  onPayment({ message }: RedisMessageModel): void {
    this.total += (JSON.parse(message) as Payment).amount;
  }
}

/** Keeps each payment by its id. A payment that is delivered twice is kept once. */
@singleton()
export class Ledger {
  private readonly payments = new Map<number, number>();

  @RedisListTrigger(trigger)
  onPayment({ message }: RedisMessageModel): void {
    const { id, amount } = JSON.parse(message) as Payment;
    this.payments.set(id, amount);
  }

  get total(): number {
    return [...this.payments.values()].reduce((sum, amount) => sum + amount, 0);
  }
}
// #endregion payments
