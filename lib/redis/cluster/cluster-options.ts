import type { RedisOptions } from 'ioredis';
import type { CredentialsProvider } from '../credentials/credentials.js';
import type { NatMap, NodeAddress } from './node-address.js';

/** Where to find a Redis Cluster, and the ioredis options of every connection to its nodes. */
export type ClusterOptions = RedisOptions & {
  /** At least one node that is likely to be up; the others are discovered from it. */
  readonly cluster: readonly NodeAddress[];
  /** How to reach the nodes if not under the addresses that they announce. */
  readonly natMap?: NatMap;
  /** For credentials that change over time. */
  readonly credentials?: CredentialsProvider;
};
