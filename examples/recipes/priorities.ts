import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';

// #region recipe
export class Orders {
  // Urgent ones have their own twenty; they never wait for others, and never keep those from being handled.
  @RedisListTrigger({
    connection: 'redisLocalhost',
    key: 'orders:urgent',
    name: 'Orders.urgent',
    concurrency: 20,
  })
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders', name: 'Orders.normal', concurrency: 5 })
  async onOrder(order: RedisMessageModel): Promise<void> {
    await ship(order.message);
  }
}
// #endregion recipe

export const shipped: string[] = [];
let slowOnes = Promise.resolve();

/** Slow orders take until the function that it returns is called. */
export function holdSlowOnes(): () => void {
  let end: () => void = () => undefined;
  slowOnes = new Promise((resolve) => (end = resolve));
  return end;
}

async function ship(order: string): Promise<void> {
  if (order.startsWith('slow')) await slowOnes;
  shipped.push(order);
}
