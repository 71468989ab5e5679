import type { Redis } from 'ioredis';
import type { ClusterNodes } from '../redis/cluster/cluster-connection.js';
import type { NodeAddress } from '../redis/cluster/node-address.js';
import type { ClientRequest } from '../redis/client/client-request.js';
import type { CredentialsProvider } from '../redis/credentials/credentials.js';
import type { ServerAddress } from './server-address.js';

/** A connection that has been found: its name, and how to make a client for it. */
export interface ConnectionTarget {
  /** Unique in a runtime, and safe to show. */
  readonly name: string;
  /** Where it leads, such as `127.0.0.1:6379`: safe to show, for people. */
  readonly label: string;
  /** The number of its database; absent where it is not known, as of a client function. */
  readonly database?: number;
  /** Gives user and password, where they change while the connection is open. */
  readonly credentials?: CredentialsProvider;
  /** Where it leads, for other programs; absent where it is not known, as of a client function. */
  readonly address?: ServerAddress;
  /** Where its nodes are, where it leads to a Redis Cluster. */
  readonly cluster?: ClusterNodes;
  /** Makes a client; in a cluster, for the node at `address`. */
  readonly makeClient: (request: ClientRequest, address?: NodeAddress) => Redis;
}
