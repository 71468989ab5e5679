import type { Redis } from 'ioredis';

/**
 * Closes what `disconnect()` of ioredis leaves open: it gives the server two seconds to close its side, by a timer that
 * keeps the process alive, also where the connection is gone or was never made. What was written is sent all the same.
 */
export function leaveStream({ stream }: Pick<Redis, 'stream'>): void {
  // Before the first try to connect there is none, whatever its type says.
  const opened = stream as Redis['stream'] | undefined;
  if (!opened) return;
  // The event has come already, and ioredis waits for another one.
  if (opened.closed) opened.emit('close');
  else if (opened.connecting || opened.writableFinished) opened.destroy();
  else opened.once('finish', () => opened.destroy());
}
