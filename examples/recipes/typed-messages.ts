import { defineStream, Payload, RedisStreamTrigger, type OutputOf, type Sender } from 'redis-triggers';
import { z } from 'zod';

export const seen: string[] = [];

// #region recipe
const Placed = z.object({ type: z.literal('placed'), order: z.number(), total: z.number().positive() });
const Cancelled = z.object({ type: z.literal('cancelled'), order: z.number(), reason: z.string() });

export const events = defineStream('events', {
  connection: 'redisLocalhost',
  payload: z.discriminatedUnion('type', [Placed, Cancelled]),
  payloadField: 'json',
});

export async function place(sender: Sender, order: number, total: number): Promise<void> {
  await sender.add(events, { type: 'placed', order, total }); // SEND_INVALID where the total is not positive
}

export class Statistics {
  @RedisStreamTrigger(events)
  onEvent(@Payload() event: OutputOf<typeof events>): void {
    if (event.type === 'placed') seen.push(`${event.order} for ${event.total}`);
    else seen.push(`${event.order} not, because ${event.reason}`);
  }
}
// #endregion recipe
