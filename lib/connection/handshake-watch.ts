import type { Redis } from 'ioredis';
import { clearTimeout, setTimeout } from '../time/real-timers.js';
import { closedEarly } from './connection-trouble.js';

/** How long a server may take from the connection to being ready. */
const patienceInMs = 10_000;

/**
 * Gives up a connection that was made and does not become ready: ioredis waits for ever, where the other
 * side is gone without a word. Nothing is lost, for nothing was asked yet. Returns what ends the watch.
 */
export function watchHandshake(
  redis: Redis,
  /** Hears why a connection did not become ready, where no error says so. */
  onFailure: (what: string) => void,
  allowedInMs = patienceInMs,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isSilent = false;
  const end = (): void => {
    clearTimeout(timer);
    isSilent = false;
  };
  redis.on('connect', () => {
    end();
    isSilent = true;
    timer = setTimeout(() => {
      isSilent = false;
      onFailure(`the server took more than ${allowedInMs / 1000} seconds to let the connection in`);
      redis.disconnect(true);
    }, allowedInMs).unref();
  });
  redis.on('error', () => (isSilent = false));
  redis.on('ready', end);
  redis.on('close', () => {
    if (isSilent) onFailure(closedEarly);
    end();
  });
  return end;
}
