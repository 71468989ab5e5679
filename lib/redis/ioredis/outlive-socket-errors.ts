import type { Redis } from 'ioredis';
import { streamOf } from './connection-stream.js';

/**
 * Keeps a listener for errors on each socket of a client. ioredis listens to the first error of a socket only, and a
 * socket may have several: a TLS alert is one, and the reset after it is the next. An error that nobody listens to ends
 * the process.
 */
export function outliveSocketErrors(client: Redis): void {
  const listen = (): void => ignoreLaterErrors(client);
  listen();
  client.on('connect', listen);
  // Emitted while the socket emits its first error, so that a listener is there before the second.
  client.on('error', listen);
}

/** Does so for the socket that a client has at this moment. */
export function ignoreLaterErrors(client: Redis): void {
  streamOf(client)?.off('error', ignore).on('error', ignore);
}

/** What matters of an error was in the first, and ioredis has passed it on. */
function ignore(): void {}
