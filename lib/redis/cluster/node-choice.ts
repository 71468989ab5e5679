import type { RedisClient } from '../client/redis-client.js';
import type { NodeAddress } from './node-address.js';

/** A connection to one node, and what closes it. */
export interface NodeConnection {
  readonly client: RedisClient;
  readonly close: () => void;
}

/** Where a client may be. */
export interface NodeChoice {
  /** Where to be; of several nodes another one at each try. Undefined while nobody is known. */
  choose(tries: number): NodeAddress | undefined;
  /** Whether it may stay where it is. */
  mayStay(address: NodeAddress): boolean;
  /** A node has sent it elsewhere for keys of a slot that is on its way. */
  sentTo?(address: NodeAddress | undefined): void;
  /** Whether a node must be told that it was another one that sent us (ASKING). */
  mustAsk?(address: NodeAddress): boolean;
}
