import { RedisListTrigger, RedisMessageModel, type DeadLetter, type Runtime } from 'redis-triggers';

export const bank = { isOpen: false };

export class Payments {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'payments' })
  onPayment(payment: RedisMessageModel): string {
    if (!bank.isOpen) throw new Error('the bank is closed');
    return payment.message;
  }
}

// #region recipe
/** Puts back what failed on the day before `today`, no faster than the bank can bear. */
export async function replayYesterday(runtime: Runtime, today = new Date()): Promise<number> {
  const end = new Date(today).setUTCHours(0, 0, 0, 0);
  const begin = end - 24 * 60 * 60 * 1000;
  const letters = runtime.deadLetters('Payments.onPayment');
  const yesterday: DeadLetter[] = [];
  for await (const letter of letters) {
    const failedAt = letter.failedAt.getTime();
    if (failedAt >= begin && failedAt < end) yesterday.push(letter);
  }
  return letters.replay(yesterday, { ratePerSecond: 50 });
}
// #endregion recipe
