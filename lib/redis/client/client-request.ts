import type { ClientRole } from './client-roles.js';

/**
 * What a connection to a node of a cluster is for. `topology`: discovering the topology. `channels`, `keyspace`:
 * subscriptions to ordinary channels, and to keyspace notifications. `node`: ordinary commands, or one function.
 */
export type ClusterPurpose = 'topology' | 'node' | 'channels' | 'keyspace';

/** What a connection function is told about the client to create. */
export interface ClientRequest {
  /** The connection's name. */
  readonly connection: string;
  readonly role: ClientRole;
  /** The function that the client is for; undefined for a client that functions share. */
  readonly functionId?: string;
  /** For a cluster: what the connection is for. */
  readonly cluster?: ClusterPurpose;
  /** The name that the client should have on the server (CLIENT SETNAME), such as `redis-triggers:Orders.onOrder`. */
  readonly clientName: string;
}
