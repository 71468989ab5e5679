import type { Redis } from 'ioredis';

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
    // As few bytes as can be, for the link may be slow. Of Sentinels' servers, one that is no master does not count.
    disableClientInfo: true,
    enableReadyCheck: Boolean(redis.options.sentinels),
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

/** How long the server may take to answer on a new connection. */
const patienceInMs = 5_000;
