import type { Redis } from 'ioredis';

/** How long the server may take to answer on a new connection. */
const patienceInMs = 2_000;

/** Whether the server that a client is connected to answers PING on a new connection. */
export async function answersElsewhere(redis: Redis): Promise<boolean> {
  const probe = redis.duplicate({
    lazyConnect: true,
    connectionName: 'redis-triggers:probe',
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
    connectTimeout: patienceInMs,
    commandTimeout: patienceInMs,
    maxRetriesPerRequest: 0,
  });
  probe.on('error', () => undefined);
  try {
    await probe.connect();
    return (await probe.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    probe.disconnect();
  }
}
