import type { Redis } from 'ioredis';
import { streamOf } from './connection-stream.js';

/**
 * Keeps an error listener on each socket of a client. ioredis listens only to the first error of a socket, which may
 * have several, such as a TLS alert and the reset after it. An error without a listener ends the process.
 */
export function outliveSocketErrors(client: Redis): void {
  const listen = (): void => ignoreLaterErrors(client);
  listen();
  client.on('connect', listen);
  // ioredis emits it while the socket emits its first error, so a listener is there before the second.
  client.on('error', listen);
}

/** Adds the listener to the present socket of a client. */
export function ignoreLaterErrors(client: Redis): void {
  streamOf(client)?.off('error', ignore).on('error', ignore);
}

/** The first error says what happened, and ioredis has passed it on. */
function ignore(): void {}
