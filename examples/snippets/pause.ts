import type { Runtime } from 'redis-triggers';

// #region pause
/** While the bank is closed, orders wait in Redis. */
export async function whileBankIsClosed(runtime: Runtime, minutes: number): Promise<void> {
  await runtime.pause('Orders.onOrder', { forInMs: minutes * 60_000 }); // resolves when no order is being handled
  console.log(runtime.health().functions['Orders.onOrder']?.state, runtime.health().ready); // paused true
}
// #endregion pause
