import { clearInterval, setInterval } from '../../time/real-timers.js';
import type { RedisClient } from './redis-client.js';

/**
 * Sends PING on a connection that is otherwise silent, so that one that no longer answers is noticed and
 * replaced. Returns what ends it.
 */
export function startHeartbeat(client: RedisClient): () => void {
  const timer = setInterval(() => {
    // The reply does not matter: that it is missing is noticed by the client's own watch.
    // Where one is awaited already, another PING would only wait behind it.
    if (client.isReady && client.unanswered === 0) client.send(['PING']).catch(() => undefined);
  }, beatEveryInMs).unref();
  return () => clearInterval(timer);
}

/** How often a connection is asked for a sign of life. */
const beatEveryInMs = 10_000;
