import { RedisListTrigger, RedisMessageModel, RedisStreamTrigger, type Runtime } from 'redis-triggers';
import { createScaleMonitor } from 'redis-triggers/scaling';

// #region handlers
export class Orders {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'orders', messagesPerWorker: 500 })
  async onOrder(order: RedisMessageModel): Promise<void> {
    await accept(order.message);
  }

  @RedisStreamTrigger({ connection: 'redisLocalhost', key: 'payments', messagesPerWorker: 100 })
  async onPayment(payment: RedisMessageModel): Promise<void> {
    await accept(payment.message);
  }
}
// #endregion handlers

// #region runtime
export async function describeLoad(runtime: Runtime): Promise<string> {
  const { remaining, targetWorkers, vote } = await runtime.scale('Orders.onOrder', { workers: 3 });
  return `${remaining} orders for 3 workers: ${targetWorkers} would do (${vote})`;
}
// #endregion runtime

// #region monitor
/** How many workers each function needs, without handling anything. */
export async function wantedWorkers(redisLocalhost: string): Promise<Record<string, number>> {
  await using monitor = await createScaleMonitor({
    handlers: [Orders], // inspected, never constructed
    connections: { redisLocalhost },
  });
  const scales = await Promise.all(monitor.functions.map(({ id }) => monitor.read(id)));
  return Object.fromEntries(scales.map(({ functionId, targetWorkers }) => [functionId, targetWorkers]));
}
// #endregion monitor

async function accept(text: string): Promise<void> {
  await Promise.resolve(text);
}
