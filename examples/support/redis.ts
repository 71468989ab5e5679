import { Redis } from 'ioredis';

/** The Redis of all examples: the environment variable `REDIS_URL`, else this machine's. */
export const redisUrl = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';

/** Connects as any producer does. Where there is no Redis, says so and ends the program. */
export async function openRedis(): Promise<Redis> {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 3_000 });
  let reason = '';
  redis.on('error', (error: Error) => (reason = error.message));
  try {
    await redis.connect();
    return redis;
  } catch {
    // A URL may hold a password, so only its host is shown.
    console.error(`There is no Redis at ${hostOf(redisUrl)}: ${reason || 'it does not answer'}.`);
    console.error('Start one (redis-server), or name one: REDIS_URL=redis://host:port');
    process.exit(1);
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'REDIS_URL, which is not a URL such as redis://host:port';
}
