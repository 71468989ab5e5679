import type { Redis } from 'ioredis';
import { clearTimeout, setTimeout } from '../../time/real-timers.js';
import { streamOf } from '../ioredis/connection-stream.js';

/**
 * Says early that a TLS handshake takes long. A server without TLS waits for the rest of what it takes for a command, and
 * ioredis says nothing before its connect timeout. Returns what ends the watch.
 */
export function watchTls(redis: Redis, tell: (what: string) => void, allowedInMs = patienceInMs): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => clearTimeout(timer);
  const begin = (): void => {
    end();
    if (!redis.options.tls) return;
    const what = `no TLS handshake after ${allowedInMs / 1000} seconds: the port may not use TLS`;
    const look = (): void => {
      if (isHandshakeUnderWay(redis)) tell(what);
      else timer = setTimeout(look, allowedInMs).unref();
    };
    timer = setTimeout(look, allowedInMs).unref();
  };
  redis.on('connecting', begin);
  for (const step of ['connect', 'error', 'close', 'end']) redis.on(step, end);
  return end;
}

/** A handshake takes two round trips and some arithmetic. */
const patienceInMs = 3_000;

/** A server that cannot be reached, or that a Sentinel has yet to name, says nothing about TLS. */
function isHandshakeUnderWay(redis: Redis): boolean {
  const stream = streamOf(redis) as
    { readonly connecting?: boolean; readonly destroyed?: boolean } | undefined;
  return stream !== undefined && !stream.connecting && !stream.destroyed;
}
