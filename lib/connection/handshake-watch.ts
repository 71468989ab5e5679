import type { Redis } from 'ioredis';

/** How long a server may take from the connection to being ready. */
const patienceInMs = 10_000;

/**
 * Gives up a connection that was made and does not become ready: ioredis waits for ever, where the other
 * side is gone without a word. Nothing is lost, for nothing was asked yet. Returns what ends the watch.
 */
export function watchHandshake(redis: Redis, allowedInMs = patienceInMs): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => clearTimeout(timer);
  redis.on('connect', () => {
    end();
    timer = setTimeout(() => redis.disconnect(true), allowedInMs).unref();
  });
  redis.on('ready', end);
  redis.on('close', end);
  return end;
}
