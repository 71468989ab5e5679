import type { Redis } from 'ioredis';
import { streamOf } from './connection-stream.js';
import { ignoreLaterErrors } from './outlive-socket-errors.js';

/**
 * Disconnects a client, and leaves nothing behind. `disconnect()` of ioredis alone gives the server two seconds to close
 * its side, by a timer that keeps the process alive, also where the connection is gone or was never made. What was written
 * is sent all the same.
 */
export function disconnectForGood(client: Redis, disconnect = (): void => client.disconnect()): void {
  // ioredis passes on no errors of a socket that it was told to close.
  ignoreLaterErrors(client);
  const isTold = tellToDisconnect(client, disconnect);
  const stream = streamOf(client);
  if (!stream) return;
  // The event has come already, and ioredis waits for another one.
  if (stream.closed) stream.emit('close');
  else if (stream.connecting || stream.writableFinished || !isTold) stream.destroy();
  else stream.once('finish', () => stream.destroy());
}

/** Returns whether it could be told: a client of a connection function may have a `disconnect` of its own, which throws. */
function tellToDisconnect(client: Redis, disconnect: () => void): boolean {
  try {
    disconnect();
    return true;
  } catch {
    // Else it would connect again when its socket is closed.
    client.options.retryStrategy = () => null;
    return false;
  }
}
