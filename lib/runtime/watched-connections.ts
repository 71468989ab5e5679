import { Connections } from '../connections/connections.js';
import type { Logger } from '../logging/logger.js';
import type { NodeErrors } from '../redis/client/node-errors.js';
import type { Clock } from '../time/clock.js';
import { ConnectionErrors } from './connection-errors.js';
import type { RunningFunction } from './functions/running-function.js';
import { IoredisWarnings } from './ioredis-warnings.js';

export interface WatchedConnectionsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each client that is made. */
  readonly nodeErrors: NodeErrors;
  /** The functions that are to know what is wrong with a connection, at the moment of the trouble. */
  readonly concerned: () => readonly RunningFunction[];
}

/** The connections of a runtime, whose errors its functions and its log are told of. */
export function watchedConnections(options: WatchedConnectionsOptions): Connections {
  const { clock, logger, nodeErrors, concerned } = options;
  const connectionErrors = new ConnectionErrors(concerned);
  const ioredisWarnings = new IoredisWarnings(logger);
  return new Connections(
    clock,
    (client, isNeeded) => {
      nodeErrors.watch(client);
      ioredisWarnings.watch(client);
      return connectionErrors.watch(client, isNeeded);
    },
    (connection, failure) => connectionErrors.failed(connection, failure),
  );
}
