import { RedisStreamTrigger, StreamEntry } from 'redis-triggers';

// #region handler
export class Accounts {
  /** One account's bookings one after another, those of different accounts side by side. */
  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'bookings',
    orderBy: (_message, entry) => entry.value('account') ?? '',
  })
  async book(entry: StreamEntry): Promise<void> {
    await writeBooking(String(entry.value('account')), Number(entry.value('amount')));
  }
}
// #endregion handler

async function writeBooking(_account: string, _amount: number): Promise<void> {
  await Promise.resolve();
}
