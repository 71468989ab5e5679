import type { Redis } from 'ioredis';

type Handle = (order: { id: number }) => Promise<void>;

// #region list
/** Pops one order after another. A crash loses the one in hand; a failure, too. */
export async function popOrders(redis: Redis, handle: Handle, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const popped = await redis.blpop('orders', 1);
    if (popped) await handle(JSON.parse(popped[1]) as { id: number }).catch(console.error);
  }
}
// #endregion list

// #region stream
/** Reads a consumer group. What a dead process had read stays pending for ever. */
export async function readPayments(redis: Redis, handle: Handle, signal: AbortSignal): Promise<void> {
  await redis.xgroup('CREATE', 'payments', 'bank', '0', 'MKSTREAM').catch(() => undefined);
  while (!signal.aborted) {
    const reply = (await redis.xreadgroup(
      'GROUP',
      'bank',
      'worker-1',
      'COUNT',
      10,
      'BLOCK',
      1_000,
      'STREAMS',
      'payments',
      '>',
    )) as [string, [string, string[]][]][] | null;
    for (const [id, fields] of reply?.[0]?.[1] ?? []) {
      await handle({ id: Number(fields[1]) });
      await redis.xack('payments', 'bank', id);
    }
  }
}
// #endregion stream
