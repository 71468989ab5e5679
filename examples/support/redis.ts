import { Redis } from 'ioredis';
import { FakeRedis } from 'redis-triggers/testing';

/** The Redis of all examples: the one that the environment variable `REDIS_URL` names, else an embedded one. */
export const redisUrl = process.env.REDIS_URL || (await startEmbedded());

/** Connects as any producer does. Where the Redis is not there, says so and ends the program. */
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
    console.error('Start one there, name another, or unset REDIS_URL: then an embedded one is used.');
    process.exit(1);
  }
}

/** A fake Redis in this process, on a port of its own, so that other programs can look at it as well. */
async function startEmbedded(): Promise<string> {
  const fake = new FakeRedis();
  const { port } = await fake.listen();
  fake.unref();
  console.error(
    `REDIS_URL is not set: this is an embedded Redis, which keeps nothing. redis-cli -p ${port}\n`,
  );
  return `redis://127.0.0.1:${port}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'REDIS_URL, which is not a URL such as redis://host:port';
}
