import { Payload, RedisListTrigger } from 'redis-triggers';
import { z } from 'zod';

export const charged: string[] = [];

// #region recipe
const Charge = z.object({ requestId: z.string(), amount: z.number() });

export class Charges {
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'charges',
    delivery: 'atLeastOnce',
    payload: Charge,
    deduplicate: {
      by: ({ message }) => Charge.parse(JSON.parse(message)).requestId,
      forInMs: 24 * 60 * 60 * 1000,
    },
  })
  async onCharge(@Payload() { requestId, amount }: z.infer<typeof Charge>): Promise<void> {
    await charge(requestId, amount);
  }
}
// #endregion recipe

async function charge(requestId: string, amount: number): Promise<void> {
  await Promise.resolve();
  charged.push(`${requestId} ${amount}`);
}
