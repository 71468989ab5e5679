import type { Redis, RedisOptions } from 'ioredis';
import type { ClientRequest } from '../redis/client/client-request.js';
import type { ClusterOptions } from '../redis/cluster/cluster-options.js';
import type { RotatingOptions } from '../redis/credentials/credentials.js';

/**
 * A connection in `createRuntime({ connections })`: a connection string, ioredis options (with `credentials` if
 * user and password change, with `cluster` for a Redis Cluster), or a function that returns a new client from each
 * call, for the runtime alone. The options that delivery depends on (reconnecting, resending, the offline queue) are set in every case.
 */
export type ConnectionOption =
  string | RedisOptions | RotatingOptions | ClusterOptions | ((request: ClientRequest) => Redis);
