import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { Whereabouts } from './roving-client.js';

/** At any node: another one as soon as this one does not answer. */
export function anyNode(topology: ClusterTopology): Whereabouts {
  // Not all processes at the same node.
  const offset = Math.floor(Math.random() * 1_000);
  return {
    choose(tries) {
      const { nodes } = topology;
      return nodes[(offset + tries) % nodes.length];
    },
    mayStay: (address) => topology.nodes.some((each) => isSame(each, address)),
  };
}

/** At the master that holds a slot; while the slot is on its way, where that master sends it. */
export function masterOfSlot(topology: ClusterTopology, slot: number): Whereabouts {
  let sentTo: NodeAddress | undefined;
  const here = (): NodeAddress | undefined => sentTo ?? topology.masterOf(slot);
  return {
    choose: here,
    mayStay: (address) => isSame(here(), address),
    sentTo: (address) => (sentTo = address),
    mustAsk(address) {
      const owner = topology.masterOf(slot);
      // The slot has arrived.
      if (sentTo && isSame(owner, sentTo)) sentTo = undefined;
      return !isSame(owner, address);
    },
  };
}

function isSame(one: NodeAddress | undefined, other: NodeAddress): boolean {
  return one !== undefined && addressText(one) === addressText(other);
}
