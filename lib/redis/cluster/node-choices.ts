import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeChoice } from './node-choice.js';

/** At any node that may know the cluster: another one as soon as this one does not answer. */
export function anyNode(topology: ClusterTopology): NodeChoice {
  const offset = chooseOffset();
  return {
    choose(tries) {
      const { nodes } = topology;
      return nodes[(offset + tries) % nodes.length];
    },
    mayStay: (address) => topology.nodes.some((each) => isSame(each, address)),
  };
}

/**
 * At any node of the cluster itself. One that has left it lets clients in and hears nothing of what is published. A
 * node that the connection names, and the cluster does not, is the last resort: it may be a member under another name.
 */
export function anyMember(topology: ClusterTopology): NodeChoice {
  const offset = chooseOffset();
  const isMember = (address: NodeAddress): boolean => topology.members.some((each) => isSame(each, address));
  let lastResort: NodeAddress | undefined;
  return {
    choose(tries) {
      const strangers = topology.nodes.filter((each) => !isMember(each));
      const inOrder = [...turned(topology.members, offset), ...turned(strangers, offset)];
      const chosen = inOrder[tries % inOrder.length];
      lastResort = topology.isKnown && chosen && !isMember(chosen) ? chosen : undefined;
      return chosen;
    },
    mayStay: (address) => !topology.isKnown || isMember(address) || isSame(lastResort, address),
  };
}

/** At the master that holds a slot; while the slot is on its way, where that master sends it. */
export function masterOfSlot(topology: ClusterTopology, slot: number): NodeChoice {
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

/** Not all processes at the same node. */
function chooseOffset(): number {
  return Math.floor(Math.random() * 1_000);
}

function turned<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % Math.max(1, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}

function isSame(one: NodeAddress | undefined, other: NodeAddress): boolean {
  return one !== undefined && addressText(one) === addressText(other);
}
