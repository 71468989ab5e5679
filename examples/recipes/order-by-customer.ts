import { Payload, RedisStreamTrigger } from 'redis-triggers';
import { z } from 'zod';

export const booked: string[] = [];

// #region recipe
const Booking = z.object({ customer: z.string(), amount: z.number() });
type Booking = z.infer<typeof Booking>;

export class Bookings {
  @RedisStreamTrigger({
    connection: 'redisLocalhost',
    key: 'bookings',
    payload: Booking,
    payloadField: 'json',
    orderBy: { payload: ({ customer }: Booking) => customer },
    retry: { strategy: 'fixedDelay', maxRetryCount: 5, delayIntervalInMs: 10 },
  })
  async onBooking(@Payload() booking: Booking): Promise<void> {
    await book(booking);
  }
}
// #endregion recipe

let isBusy = true;

async function book({ customer, amount }: Booking): Promise<void> {
  await Promise.resolve();
  if (customer === 'ada' && isBusy) {
    isBusy = false;
    throw new Error('the account is locked at the moment');
  }
  booked.push(`${customer} ${amount}`);
}
