import type { Redis } from 'ioredis';
import { streamOf } from './connection-stream.js';
import { ignoreLaterErrors } from './outlive-socket-errors.js';

/**
 * Disconnects a client and leaves no timer behind: `disconnect()` of ioredis waits two seconds for the server to close
 * its side, and keeps the process alive meanwhile, even if the connection is already gone. What was written is still
 * sent.
 */
export function disconnectForGood(client: Redis, disconnect = (): void => client.disconnect()): void {
  // After its `disconnect()`, ioredis no longer listens to the errors of its socket.
  ignoreLaterErrors(client);
  const isTold = tellToDisconnect(client, disconnect);
  const stream = streamOf(client);
  if (!stream) return;
  // The socket emitted `close` before ioredis listened, and ioredis would wait for it until its timer ends.
  if (stream.closed) stream.emit('close');
  else if (stream.connecting || stream.writableFinished || !isTold) stream.destroy();
  else stream.once('finish', () => stream.destroy());
}

/** Returns false if `disconnect` throws, which that of a client from a connection function may do. */
function tellToDisconnect(client: Redis, disconnect: () => void): boolean {
  try {
    disconnect();
    return true;
  } catch {
    // Otherwise it would connect again when its socket is closed.
    client.options.retryStrategy = () => null;
    return false;
  }
}
