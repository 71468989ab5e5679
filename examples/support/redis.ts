import { Redis } from 'ioredis';
import { FakeRedis } from 'redis-triggers/testing';

/** The Redis of all examples: the one that the environment variable `REDIS_URL` names, else an embedded one. */
export const redisUrl = process.env.REDIS_URL ? checked(process.env.REDIS_URL) : await startEmbedded();

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
    giveUp(`There is no Redis at ${new URL(redisUrl).host}: ${reason || 'it does not answer'}.`);
  }
}

/** A fake Redis in this process, on a port of its own, so that other programs can look at it as well. */
async function startEmbedded(): Promise<string> {
  const fake = new FakeRedis();
  const { port } = await fake.listen();
  fake.unref();
  console.error('REDIS_URL is not set: an embedded Redis is used, which keeps nothing.');
  console.error(`To look into it from another terminal: redis-cli -p ${port}\n`);
  return `redis://127.0.0.1:${port}`;
}

/** The URL; `host:port` is one too. It may hold a password, so that it is not shown where it is wrong. */
function checked(text: string): string {
  const url = text.includes('://') ? text : `redis://${text}`;
  if (/^rediss?:/.test(url) && URL.canParse(url) && new URL(url).hostname !== '') return url;
  return giveUp('REDIS_URL is not a URL such as redis://127.0.0.1:6379.');
}

function giveUp(reason: string): never {
  console.error(reason);
  console.error('Start a Redis, name another, or unset REDIS_URL: then an embedded one is used.');
  process.exit(1);
}
