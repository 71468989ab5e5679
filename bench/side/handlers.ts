import { Redis } from 'ioredis';
import type { Handle } from './contestant.js';

/**
 * What the handler of a measurement does: `async` counts and returns a promise, as the handlers of programs do; `io`
 * waits for an INCR on a client that all invocations share; `sync` only counts; `never` counts and does not end.
 */
export type HandlerKind = 'async' | 'io' | 'sync' | 'never';

/** Makes the handler, the same for each contestant, around what counts. */
export function makeHandler(kind: HandlerKind, port: number, count: (message: unknown) => void): Handle {
  if (kind === 'sync') return count;
  if (kind === 'never') {
    return (message) => {
      count(message);
      return new Promise(() => undefined);
    };
  }
  if (kind === 'io') {
    const client = new Redis(port);
    return async (message) => {
      await client.incr('handled');
      count(message);
    };
  }
  // eslint-disable-next-line @typescript-eslint/require-await -- Because the promise is what is measured.
  return async (message) => {
    count(message);
  };
}
