import type { Redis } from 'ioredis';
import type { ConnectionFacts } from '../errors/explain-connection-error.js';
import { readOwnError } from '../ioredis/own-errors.js';

/** What an error of a connection may have to do with. */
export function factsOf(error: Error, { status, options }: Redis, connection: string): ConnectionFacts {
  return {
    connection,
    usesTls: Boolean(options.tls),
    isHandshake: status === 'connect',
    ownError: readOwnError(error),
    ...(options.name && { masterName: options.name }),
  };
}
