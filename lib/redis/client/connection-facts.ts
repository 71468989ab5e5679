import type { Redis } from 'ioredis';
import type { ConnectionFacts } from '../errors/explain-connection-error.js';

/** What an error of a connection may have to do with. */
export function factsOf({ status, options }: Redis, connection: string): ConnectionFacts {
  return {
    connection,
    usesTls: Boolean(options.tls),
    isHandshake: status === 'connect',
    ...(options.name && { masterName: options.name }),
  };
}
