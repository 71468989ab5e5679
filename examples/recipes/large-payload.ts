import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { Payload, RedisInput, RedisListTrigger, Reject } from 'redis-triggers';
import { z } from 'zod';

export const sizes: number[] = [];

// #region recipe
const Scan = z.object({ document: z.string() });

/** The list holds a reference of a few bytes; the document goes away by itself after a week. */
export async function scanned(redis: Redis, pages: string): Promise<void> {
  const document = randomUUID();
  await redis.set(`document:${document}`, pages, 'EX', 7 * 24 * 60 * 60);
  await redis.rpush('scans', JSON.stringify({ document }));
}

export class Scans {
  @RedisListTrigger({ connection: 'redisLocalhost', key: 'scans', payload: Scan, concurrency: 4 })
  onScan(
    @Payload() { document }: z.infer<typeof Scan>,
    @RedisInput({ command: 'GET document:{document}', type: String }) pages: string | undefined,
  ): void {
    if (pages === undefined) throw new Reject(`the document ${document} has expired`);
    sizes.push(pages.length);
  }
}
// #endregion recipe
