import { systemClock } from '../../time/system-clock.js';
import type { RedisClient } from '../redis-client.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeConnection } from './roving-client.js';

/** So long a node that is no master any more may take over its last replies. */
const farewellInMs = 2_000;

/** One connection for ordinary commands to each master, opened when it is first needed. */
export class NodeClients {
  private readonly open = new Map<string, NodeConnection & { readonly address: NodeAddress }>();

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

  close(): void {
    for (const { close } of this.open.values()) close();
    this.open.clear();
  }

  private dismiss(): void {
    for (const [text, { address }] of this.open) {
      if (!this.topology.isMaster(address)) void systemClock.sleep(farewellInMs).then(() => this.drop(text));
    }
  }

  private drop(text: string): void {
    const left = this.open.get(text);
    if (!left || this.topology.isMaster(left.address)) return;
    this.open.delete(text);
    left.close();
  }
}
