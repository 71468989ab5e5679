import type { RedisOptions } from 'ioredis';
import type { CredentialsProvider } from '../credentials.js';
import type { NatMap, NodeAddress } from './node-address.js';

/** ioredis options of every connection to the nodes of a Redis Cluster, and where to find it. */
export type ClusterOptions = RedisOptions & {
  /** At least one node that is most likely there; the others are learned from it. */
  readonly cluster: readonly NodeAddress[];
  /** Where the nodes are reached, where it is not under the addresses that they tell. */
  readonly natMap?: NatMap;
  readonly credentials?: CredentialsProvider;
};
