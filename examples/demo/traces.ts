import type { Redis } from 'ioredis';
import { demoKeys } from './handlers.js';

const setting = 'notify-keyspace-events';

/** Remembers how the server was, and returns what makes it so again. */
export async function rememberServer(redis: Redis): Promise<() => Promise<void>> {
  await redis.del(demoKeys);
  const flags = await redis.config('GET', setting).then(
    (reply) => reply[1] ?? '',
    () => undefined, // a managed server, which lets nobody look or change
  );
  return async () => {
    await redis.del(demoKeys);
    if (flags !== undefined) await redis.config('SET', setting, flags);
  };
}
