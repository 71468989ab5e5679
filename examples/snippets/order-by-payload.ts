import { IsInt, IsString } from 'class-validator';
import { Payload, RedisStreamTrigger } from 'redis-triggers';

// #region handler
export class Booking {
  @IsString()
  account!: string;

  @IsInt()
  amount!: number;
}

export class Accounts {
  /** One account's bookings one after another, those of different accounts side by side. */
  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'bookings',
    payload: Booking,
    orderBy: { payload: ({ account }: Booking) => account },
  })
  async book(@Payload() { account, amount }: Booking): Promise<void> {
    await writeBooking(account, amount);
  }
}
// #endregion handler

async function writeBooking(_account: string, _amount: number): Promise<void> {
  await Promise.resolve();
}
