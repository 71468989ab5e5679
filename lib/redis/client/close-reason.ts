import { connect, type Socket } from 'node:net';
import type { Redis } from 'ioredis';
import { streamOf } from '../ioredis/connection-stream.js';
import { clearTimeout, now, setTimeout } from '../../time/real-timers.js';

/**
 * Hears why a server closes connections before it was asked anything, such as `ERR max number of clients reached`. On
 * the connection itself that is lost as a rule: what ioredis writes to it meanwhile resets it before it is read. So it
 * is asked once more, on a connection that says nothing.
 */
export class CloseReason {
  private address?: { readonly host: string; readonly port: number } | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;
  private latest: Promise<string | undefined> = Promise.resolve(undefined);

  constructor(private readonly redis: Redis) {
    redis.on('connect', () => {
      const { remoteAddress: host, remotePort: port } = streamOf(redis) ?? {};
      if (host !== undefined && port !== undefined) this.address = { host, port };
    });
  }

  /** Resolves with what it says; undefined where it says nothing, or where nobody can hear it. Never rejects. */
  hear(): Promise<string | undefined> {
    if (now() - this.askedAt < askAgainAfterInMs) return this.latest;
    this.askedAt = now();
    const { address, redis } = this;
    // With TLS, nothing is said before the handshake.
    this.latest = address && !redis.options.tls ? listen(connect(address)) : Promise.resolve(undefined);
    return this.latest;
  }
}

/** A server that refuses strangers says so at once. */
const patienceInMs = 500;

/** Each time costs a server that has no room another connection. */
const askAgainAfterInMs = 10_000;

const mostCharacters = 200;

function listen(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(errorIn(heard));
    };
    const timer = setTimeout(end, patienceInMs);
    socket.unref();
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1', 0, mostCharacters);
      if (heard.includes('\n')) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

/** The first line, if it is an error of Redis. */
function errorIn(text: string): string | undefined {
  const [, error] = /^-([ -~]+)\r?$/m.exec(text) ?? [];
  return text.startsWith('-') ? error?.slice(0, mostCharacters) : undefined;
}
