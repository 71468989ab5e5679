import type { Redis } from 'ioredis';
import { nextTick } from '../../time/real-timers.js';
import type { ConnectionStream } from './connection-stream.js';

/**
 * Makes a connection ready with less work, which counts where a program opens many: what ioredis sends first becomes one
 * write, and its ready check asks INFO for nothing but whether the server loads its data. Where ioredis connects in another
 * way, all of it only takes longer. Not for a client of Sentinels, because there the ready check also asks for the role.
 */
export function shortenHandshake(redis: Redis): void {
  const info = redis.info.bind(redis) as (...args: unknown[]) => Promise<string>;
  redis.info = (...args: unknown[]) => info('persistence', ...args);
  // A private member of ioredis.
  const { connector } = redis as unknown as { readonly connector?: { connect?: Connect } };
  const connect = connector?.connect?.bind(connector);
  if (connector && connect) connector.connect = (...args) => connect(...args).then(writtenTogether);
}

function writtenTogether(stream: ConnectionStream): ConnectionStream {
  const hold = (): void => {
    stream.cork();
    nextTick(() => stream.uncork());
  };
  // Before ioredis listens, so that it finds the stream corked.
  stream.once('connect', hold).once('secureConnect', hold);
  return stream;
}

type Connect = (...args: unknown[]) => Promise<ConnectionStream>;
