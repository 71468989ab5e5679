import { now } from '../../time/real-timers.js';
import { distinctEndpoints } from '../../connection-strings/endpoint-text.js';
import { addressText, translateAddress, type NatMap, type NodeAddress } from './node-address.js';
import { readSlotlessMasters, readSlotRanges } from './read-topology.js';
import type { Redirection } from './redirection.js';

/** For so long a node that was asked for a key knows better than one that was asked for the whole. */
const correctionHoldsInMs = 2_000;

/** A slot of which a node has said where it is. */
interface Correction {
  readonly master: NodeAddress;
  readonly until: number;
}

/** Which node of a cluster holds what, as far as is known here. */
export class ClusterTopology {
  private bySlot: NodeAddress[] = [];
  private masterList: readonly NodeAddress[] = [];
  private replicas: readonly NodeAddress[] = [];
  private readonly corrections = new Map<number, Correction>();
  private readonly listeners = new Set<() => void>();
  /** The ranges and their masters as text, and with all that is known, to see whether it has changed. */
  private ranges = '';
  private shape = '';

  constructor(
    private readonly startNodes: readonly NodeAddress[],
    private readonly natMap?: NatMap,
  ) {}

  /** Whether some node has answered. */
  get isKnown(): boolean {
    return this.bySlot.length > 0;
  }

  /** The masters, those without slots included. */
  get masters(): readonly NodeAddress[] {
    return this.masterList;
  }

  /** The nodes of the cluster, masters first; none while nothing is known. */
  get members(): readonly NodeAddress[] {
    return distinctEndpoints([...this.masterList, ...this.replicas]);
  }

  /** Every node that may be tried: the members, and those that the connection names. */
  get nodes(): readonly NodeAddress[] {
    return distinctEndpoints([...this.members, ...this.startNodes]);
  }

  /** Who holds a slot; undefined where nobody does. */
  masterOf(slot: number): NodeAddress | undefined {
    return this.corrections.get(slot)?.master ?? this.bySlot[slot];
  }

  isMaster(address: NodeAddress): boolean {
    return this.masterList.some((each) => addressText(each) === addressText(address));
  }

  /** Takes the replies of CLUSTER SLOTS and, where it is allowed, of CLUSTER NODES. */
  learn(slots: unknown, nodes: unknown, askedHost: string): void {
    const bySlot: NodeAddress[] = [];
    const masters: NodeAddress[] = [];
    const replicas: NodeAddress[] = [];
    const ranges = readSlotRanges(slots, askedHost).sort((one, other) => one.first - other.first);
    for (const range of ranges) {
      const master = this.translate(range.master);
      masters.push(master);
      replicas.push(...range.replicas.map((replica) => this.translate(replica)));
      for (let slot = range.first; slot <= range.last; slot++) bySlot[slot] = master;
    }
    if (nodes !== undefined) {
      masters.push(...readSlotlessMasters(nodes, askedHost).map((each) => this.translate(each)));
    }
    this.bySlot = bySlot;
    this.ranges = ranges.map(({ first, last, master }) => `${first}-${last}@${addressText(master)}`).join();
    this.dropCorrections();
    // The node that was asked may not have heard of them yet.
    masters.push(...Array.from(this.corrections.values(), ({ master }) => master));
    this.masterList = distinctEndpoints(masters);
    this.replicas = distinctEndpoints(replicas);
    this.tellChange();
  }

  /** A node has said where a slot is. */
  correct({ slot, address }: Redirection): void {
    const master = this.translate(address);
    this.corrections.set(slot, { master, until: now() + correctionHoldsInMs });
    if (!this.isMaster(master)) this.masterList = [...this.masterList, master];
    this.tellChange();
  }

  /** Where a node is reached from here. */
  translate(address: NodeAddress): NodeAddress {
    return translateAddress(address, this.natMap);
  }

  /** Calls back when something has changed; returns what ends it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private dropCorrections(): void {
    for (const [slot, { until }] of this.corrections) if (until < now()) this.corrections.delete(slot);
  }

  private tellChange(): void {
    const corrected = [...this.corrections].map(([slot, { master }]) => `${slot} ${addressText(master)}`);
    // Each node tells the replicas in an order of its own.
    const replicas = this.replicas.map(addressText).sort();
    const shape = [...this.masterList.map(addressText), this.ranges, ...replicas, ...corrected].join(' ');
    if (shape === this.shape) return;
    this.shape = shape;
    for (const listener of this.listeners) listener();
  }
}
