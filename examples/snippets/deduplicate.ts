import { RedisStreamTrigger, StreamEntry } from 'redis-triggers';

// #region handler
export class Payments {
  /** A shop that got no answer sends a payment again, as another entry with the same number. */
  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'payments',
    deduplicate: { by: (_message, entry) => entry.value('number') ?? '', forInMs: 24 * 60 * 60 * 1000 },
  })
  async onPayment(entry: StreamEntry): Promise<void> {
    await book(String(entry.value('number')), Number(entry.value('amount')));
  }
}
// #endregion handler

export const booked: string[] = [];

async function book(number: string, _amount: number): Promise<void> {
  booked.push(number);
  await Promise.resolve();
}
