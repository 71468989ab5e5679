import { createRuntime, RedisListTrigger, RedisMessageModel, type Runtime } from 'redis-triggers';
import { connectFleet, durationQuantile, isReader } from 'redis-triggers/fleet';

// #region join
export class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders' })
  async onOrder(order: RedisMessageModel): Promise<void> {
    await accept(order.message);
  }
}

export function createMember(): Promise<Runtime> {
  return createRuntime({ handlers: [Orders], fleet: { name: 'shop' } });
}
// #endregion join

// #region look
/** What an operator sees and does, without any handler. */
export async function closeShop(redis: string): Promise<void> {
  await using fleet = await connectFleet({ connection: redis, name: 'shop' });
  for (const { functionId, processes, states } of await fleet.functions()) {
    console.log(functionId, processes, states); // Orders.onOrder 3 { listening: 3 }
  }
  const hour = await fleet.history('Orders.onOrder', 60);
  const buckets = hour[0]?.buckets.map((_, bucket) =>
    hour.reduce((sum, minute) => sum + (minute.buckets[bucket] ?? 0), 0),
  );
  console.log(`95 of 100 took at most ${durationQuantile(buckets ?? [], 0.95)} ms`);
  await fleet.pause('Orders.onOrder', { forInMs: 8 * 3_600_000 });
}
// #endregion look

// #region reader
/** Asked by all processes, and read from Redis by one of them. */
export async function backlogOnce(runtime: Runtime): Promise<number | undefined> {
  return isReader(runtime) ? (await runtime.scale('Orders.onOrder')).remaining : undefined;
}
// #endregion reader

function accept(_order: string): Promise<void> {
  return Promise.resolve();
}
