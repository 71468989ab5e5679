import type { Redis, RedisOptions } from 'ioredis';
import type { ClientRole } from './client-roles.js';
import type { ClusterOptions } from './cluster/cluster-options.js';
import type { RotatingOptions } from './credentials.js';

/**
 * What a connection to a node of a cluster is for. `topology`: to learn where everything is. `channels`, `keyspace`:
 * the subscriptions to ordinary channels, and to keyspace notifications. `node`: ordinary commands, or one function.
 */
export type ClusterPurpose = 'topology' | 'node' | 'channels' | 'keyspace';

/** What a connection function is told about the client it is to make. */
export interface ClientRequest {
  /** The connection's name. */
  readonly connection: string;
  readonly role: ClientRole;
  /** The function whose own client it is to be; undefined for a client that functions share. */
  readonly functionId?: string;
  /** In a cluster: which of its connections this is. */
  readonly cluster?: ClusterPurpose;
  /** The name the client should have on the server (CLIENT SETNAME), such as `redis-triggers:Orders.onOrder`. */
  readonly clientName: string;
}

/**
 * How a connection is given to `createRuntime({ connections })`: a connection string, ioredis options (with
 * `credentials` where user and password change, with `cluster` for a Redis Cluster), or a function that makes a
 * new client at each call. The options that delivery rests on (reconnecting, resending, the offline queue) are set
 * in each case.
 */
export type ConnectionOption =
  string | RedisOptions | RotatingOptions | ClusterOptions | ((request: ClientRequest) => Redis);
