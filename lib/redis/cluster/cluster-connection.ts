import { assertSlotsKnown } from '../ioredis/command-slot.js';
import type { BlockingClient, CommandClient, SubscriberClient } from '../commands/clients.js';
import type { ClientRole } from '../client/client-roles.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ClusterPurpose } from '../client/client-request.js';
import { sameSlotKey } from '../commands/same-slot-key.js';
import { ClusterClient } from './cluster-client.js';
import { ClusterTopology } from './cluster-topology.js';
import { ClusterWatch } from './cluster-watch.js';
import { AllMastersSubscriber } from './all-masters-subscriber.js';
import type { NatMap, NodeAddress } from './node-address.js';
import { NodeClients } from './node-clients.js';
import { SlotFollowingClient } from './slot-following-client.js';
import type { NodeConnection, NodeChoice } from './node-choice.js';
import { groupBySlot, slotOfKey } from './slots.js';
import { anyMember, anyNode, masterOfSlot } from './node-choices.js';

/** Where a cluster is found. */
export interface ClusterNodes {
  /** At least one of its nodes; the others are learned from it. */
  readonly nodes: readonly NodeAddress[];
  readonly natMap?: NatMap;
}

/** What a connection to a node is for. */
export interface NodePurpose {
  readonly role: ClientRole;
  readonly functionId?: string;
  readonly cluster: ClusterPurpose;
  /** Whether functions need it at this moment; else what is wrong with it is no trouble of theirs. */
  readonly isNeeded?: () => boolean;
}

export interface ClusterConnectionOptions {
  /** The connection's name. */
  readonly connection: string;
  readonly cluster: ClusterNodes;
  /** Opens a connection to one node. */
  readonly open: (address: NodeAddress, purpose: NodePurpose) => NodeConnection;
  /** Hears why the cluster cannot be known, or what keeps one function from its slot. */
  readonly onFailure: (failure: ClusterFailure) => void;
}

/** What is wrong with a cluster, and no connection to a node can say. */
export interface ClusterFailure {
  readonly error: unknown;
  /** The only function that it concerns; undefined: all that are on this connection. */
  readonly functionId?: string | undefined;
  /** Whether they cannot listen; else they go on with what is known. */
  readonly prevents: boolean;
}

/** What belongs to a key, such as its dead letters, is written in one step with it, so it must be in its slot. */
function assertOneSlot(keys: readonly string[], place: string): void {
  const key = keys.find((each) => slotOfKey(sameSlotKey(each, '', '')) !== slotOfKey(each));
  if (key === undefined) return;
  const what = `the braces in the key "${key}" are not a hash tag, and keep the library's own keys for it out of its hash slot`;
  throw new RedisTriggersError({ code: 'CLUSTER_KEY_INVALID', place, what });
}

/** What the reader of one slot needs. */
export interface SlotClients {
  /** Its keys, all in one slot. */
  readonly keys: readonly string[];
  readonly blocking: BlockingClient;
  /** A command without keys goes to the node of `blocking`. */
  readonly command: CommandClient;
  /** Closes the connection of `blocking` for good. */
  readonly close: () => void;
}

/** All connections of one name to a cluster: what is shared, and what functions have of their own. */
export class ClusterConnection {
  /** For ordinary commands. */
  readonly command: CommandClient;
  private readonly topology: ClusterTopology;
  private readonly watch: ClusterWatch;
  private readonly nodes: NodeClients;
  private readonly topologyClient: SlotFollowingClient;
  private readonly followers = new Set<SlotFollowingClient>();
  private readonly errorListeners: ((error: unknown) => void)[] = [];
  private anySubscriber?: SlotFollowingClient;
  private allMasters?: AllMastersSubscriber;

  constructor(private readonly options: ClusterConnectionOptions) {
    const { cluster, open } = options;
    assertSlotsKnown(options.connection);
    this.errorListeners.push((error) => options.onFailure({ error, prevents: true }));
    this.topology = new ClusterTopology(cluster.nodes, cluster.natMap);
    this.topologyClient = this.follow(anyNode(this.topology), { role: 'command', cluster: 'topology' });
    this.watch = new ClusterWatch(options.connection, this.topology, this.topologyClient, (error) => {
      if (this.topology.isKnown) this.reportBeside(error);
      else for (const listener of this.errorListeners) listener(error);
    });
    this.nodes = new NodeClients(this.topology, (address) =>
      open(address, { role: 'command', cluster: 'node' }),
    );
    this.command = this.commandBeside(this.topologyClient);
    this.watch.start();
  }

  /** For subscriptions to ordinary channels, which reach every node: one connection to any of them. */
  get subscriber(): SubscriberClient {
    return (this.anySubscriber ??= this.follow(anyMember(this.topology), {
      role: 'subscriber',
      cluster: 'channels',
    }));
  }

  /** For keyspace notifications: one connection to each master. */
  get keyspaceSubscriber(): SubscriberClient {
    return (this.allMasters ??= new AllMastersSubscriber({
      topology: this.topology,
      open: (address) =>
        this.options.open(address, {
          role: 'subscriber',
          cluster: 'keyspace',
          isNeeded: () => this.topology.isMaster(address),
        }),
      whenKnown: (signal) => this.watch.whenKnown(signal),
    }));
  }

  /** For one function's sharded channel: a connection to the master that holds the channel's slot, and what closes it. */
  shardedSubscriber(channel: string, functionId: string): { client: SubscriberClient; close: () => void } {
    const there = masterOfSlot(this.topology, slotOfKey(channel));
    const client = this.follow(there, { role: 'subscriber', functionId, cluster: 'node' });
    return { client, close: () => this.closeFollower(client) };
  }

  /** For the reads of one function: a connection for each slot that its keys are in. */
  readers(keys: readonly string[], functionId: string): readonly SlotClients[] {
    assertOneSlot(keys, functionId);
    return groupBySlot(keys).map((group) => {
      const there = masterOfSlot(this.topology, slotOfKey(group[0] ?? ''));
      const blocking = this.follow(there, { role: 'blocking', functionId, cluster: 'node' });
      const close = (): void => this.closeFollower(blocking);
      return { keys: group, blocking, command: this.commandBeside(blocking), close };
    });
  }

  /** The clients for ordinary commands on each master, as they are at this moment. */
  masters(): readonly CommandClient[] {
    return this.topology.masters.map((address) => this.nodes.at(address));
  }

  /** The same for the replicas. */
  replicas(): readonly CommandClient[] {
    const replicas = this.topology.members.filter((address) => !this.topology.isMaster(address));
    return replicas.map((address) => this.nodes.at(address));
  }

  close(): void {
    this.watch.close();
    for (const follower of this.followers) follower.close();
    this.allMasters?.close();
    this.nodes.close();
  }

  /** What is known goes on being of use. A connection that was lost needs no words: the next node is asked. */
  private reportBeside(error: unknown): void {
    const isOfCluster = error instanceof RedisTriggersError && error.code.startsWith('CLUSTER_');
    if (isOfCluster) this.options.onFailure({ error, prevents: false });
  }

  private commandBeside(beside: SlotFollowingClient): CommandClient {
    const { topology, nodes, watch } = this;
    const whenKnown = (signal: AbortSignal): Promise<void> => watch.whenKnown(signal);
    const onError = (listener: (error: unknown) => void): void => {
      this.errorListeners.push(listener);
    };
    const { connection } = this.options;
    const tries = (): number => watch.tries;
    return new ClusterClient({ connection, topology, nodes, beside, whenKnown, tries, onError });
  }

  private follow(choice: NodeChoice, purpose: NodePurpose): SlotFollowingClient {
    const { connection, open, onFailure } = this.options;
    const { topology } = this;
    const follower = new SlotFollowingClient({
      connection,
      topology,
      choice,
      open: (address) => open(address, purpose),
      onNowhere: (error) => onFailure({ error, functionId: purpose.functionId, prevents: true }),
    });
    this.followers.add(follower);
    return follower;
  }

  private closeFollower(follower: SlotFollowingClient): void {
    this.followers.delete(follower);
    follower.close();
  }
}
