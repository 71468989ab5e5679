import { whenStill } from '../../time/when-still.js';
import type { RedisClient } from '../client/redis-client.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeConnection } from './node-choice.js';

/** A node that is no master any more is left when no byte has moved for so long: its last replies may still come. */
const farewellInMs = 2_000;

/** One connection for ordinary commands to each master, opened when it is first needed. */
export class NodeClients {
  private readonly open = new Map<string, NodeConnection & { readonly address: NodeAddress }>();

  /** Of connections that are closed. */
  private movesBefore = 0;

  constructor(
    private readonly topology: ClusterTopology,
    private readonly connect: (address: NodeAddress) => NodeConnection,
  ) {
    topology.onChange(() => this.dismiss());
  }

  at(address: NodeAddress): RedisClient {
    const text = addressText(address);
    const known = this.open.get(text);
    if (known) return known.client;
    const made = { address, ...this.connect(address) };
    this.open.set(text, made);
    return made.client;
  }

  /** Grows while bytes move on any of them. */
  get moves(): number {
    let sum = this.movesBefore;
    for (const { client } of this.open.values()) sum += client.moves;
    return sum;
  }

  close(): void {
    for (const { close } of this.open.values()) close();
    this.open.clear();
  }

  private dismiss(): void {
    for (const [text, { address, client }] of this.open) {
      if (!this.topology.isMaster(address))
        void whenStill(() => client.moves, farewellInMs).then(() => this.drop(text));
    }
  }

  private drop(text: string): void {
    const left = this.open.get(text);
    if (!left || this.topology.isMaster(left.address)) return;
    this.open.delete(text);
    this.movesBefore += left.client.moves;
    left.close();
  }
}
