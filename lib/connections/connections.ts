import type { Clock } from '../time/clock.js';
import type { BlockingClient, CommandClient, SubscriberClient } from '../redis/commands/clients.js';
import type { ClientRole } from '../redis/client/client-roles.js';
import {
  ClusterConnection,
  type ClusterFailure,
  type NodePurpose,
  type SlotClients,
} from '../redis/cluster/cluster-connection.js';
import type { NodeAddress } from '../redis/cluster/node-address.js';
import type { NodeConnection } from '../redis/cluster/node-choice.js';
import { SlotsClient } from '../redis/cluster/slots-client.js';
import type { ClientRequest } from '../redis/client/client-request.js';
import type { ConnectionTarget } from './connection-target.js';
import { CredentialSource } from '../redis/credentials/credential-source.js';
import { startHeartbeat } from '../redis/client/heartbeat.js';
import { outliveSocketErrors } from '../redis/ioredis/outlive-socket-errors.js';
import { RedisClient } from '../redis/client/redis-client.js';
import { SharedSubscriber, type OwnSubscriber } from '../redis/client/shared-subscriber.js';
import { whenSilent } from '../redis/client/when-silent.js';

/** The clients of a function that reads keys. */
export interface ReadingClients {
  /** One for each slot of a cluster that its keys are in; else one for all of them. */
  readonly slots: readonly SlotClients[];
  /** For reads that wait. */
  readonly blocking: BlockingClient;
  /** For everything else. */
  readonly command: CommandClient;
  /** Closes those for reads that wait, for good. */
  readonly close: () => void;
}

/** What a function subscribes to. */
export interface SubscriptionKind {
  readonly functionId: string;
  readonly channel: string;
  readonly sharded: boolean;
  /** Whether the channel is one of keyspace notifications. */
  readonly isKeyspace: boolean;
}

/**
 * The open connections of a runtime: one command client and one subscriber per name, blocking ones apart. Where
 * a name leads to a Redis Cluster, each of them may be several connections to its nodes.
 */
export class Connections {
  private readonly shared = new Map<string, RedisClient>();
  private readonly subscribers = new Map<SubscriberClient, SharedSubscriber>();
  private readonly clusters = new Map<string, ClusterConnection>();
  private readonly clients = new Map<RedisClient, () => void>();
  private readonly sources = new Map<string, CredentialSource>();
  private isClosed = false;

  constructor(
    private readonly clock: Clock,
    /**
     * Calls back with each client that is made, so that its connection can be watched; what it returns ends that,
     * and is called when the client is closed for good.
     */
    private readonly onClient: (client: RedisClient, isNeeded: () => boolean) => () => void,
    /** Calls back with what is wrong with a connection, and no client of it can say. */
    private readonly onFailure: (connection: string, failure: ClusterFailure) => void = () => undefined,
  ) {}

  /** The client for ordinary commands on a connection. */
  command(target: ConnectionTarget): CommandClient {
    return this.clusterOf(target)?.command ?? this.sharedClient(target, 'command');
  }

  /** The client for the subscriptions of one function; it shares the connection where others can use the same. */
  subscriber(target: ConnectionTarget, kind: SubscriptionKind): OwnSubscriber {
    const cluster = this.clusterOf(target);
    if (!cluster) return this.shareOf(this.sharedClient(target, 'subscriber'));
    if (kind.sharded) {
      const { client, close } = cluster.shardedSubscriber(kind.channel, kind.functionId);
      return new SharedSubscriber(client, close).share();
    }
    return this.shareOf(kind.isKeyspace ? cluster.keyspaceSubscriber : cluster.subscriber);
  }

  /** The servers that publish keyspace notifications: those that are masters at this moment. */
  publishers(target: ConnectionTarget): readonly CommandClient[] {
    return this.clusterOf(target)?.masters() ?? [this.command(target)];
  }

  /** The replicas of a cluster at this moment; elsewhere none. */
  replicas(target: ConnectionTarget): readonly CommandClient[] {
    return this.clusterOf(target)?.replicas() ?? [];
  }

  /** The clients of one function that reads keys: one for reads that wait; in a cluster, one for each slot. */
  reading(target: ConnectionTarget, functionId: string, keys: readonly string[]): ReadingClients {
    const slots = this.clusterOf(target)?.readers(keys, functionId) ?? [
      this.reader(target, functionId, keys),
    ];
    const [first, ...others] = slots;
    if (first && others.length === 0) return { ...first, slots };
    const command = this.command(target);
    return {
      slots,
      command,
      blocking: new SlotsClient(
        slots.map(({ blocking }) => blocking),
        command,
      ),
      close: () => slots.forEach(({ close }) => close()),
    };
  }

  /**
   * Resolves when Redis has been silent on a connection for five seconds from now and `isEnough` says so, or when
   * `signal` is aborted.
   */
  whenSilent(connection: string, isEnough: () => boolean, signal: AbortSignal): Promise<void> {
    const clients = (): RedisClient[] =>
      [...this.clients.keys()].filter((client) => client.connection === connection);
    return whenSilent(clients, isEnough, signal);
  }

  /** Closes every connection; what is opened later is closed at once. */
  close(): void {
    this.isClosed = true;
    for (const cluster of this.clusters.values()) cluster.close();
    for (const source of this.sources.values()) source.close();
    // Each by itself: what one of them throws must not leave the others open.
    for (const closeClient of this.clients.values()) attempt(closeClient);
    this.shared.clear();
  }

  /** Where the credentials of a connection come from; undefined for one whose user and password are fixed. */
  credentials({ name, credentials }: ConnectionTarget): CredentialSource | undefined {
    if (!credentials) return undefined;
    const source = this.sources.get(name) ?? new CredentialSource(name, credentials, this.clock);
    this.sources.set(name, source);
    return source;
  }

  private shareOf(client: SubscriberClient): OwnSubscriber {
    const shared = this.subscribers.get(client) ?? new SharedSubscriber(client);
    this.subscribers.set(client, shared);
    return shared.share();
  }

  private reader(target: ConnectionTarget, functionId: string, keys: readonly string[]): SlotClients {
    const { client: blocking, close } = this.open(target, { role: 'blocking', functionId });
    return { keys, blocking, command: this.command(target), close };
  }

  private clusterOf(target: ConnectionTarget): ClusterConnection | undefined {
    const { name, cluster } = target;
    if (!cluster) return undefined;
    const known = this.clusters.get(name) ?? this.connectCluster(target, cluster);
    this.clusters.set(name, known);
    return known;
  }

  private connectCluster(
    target: ConnectionTarget,
    cluster: NonNullable<ConnectionTarget['cluster']>,
  ): ClusterConnection {
    return new ClusterConnection({
      connection: target.name,
      cluster,
      open: (address, purpose) => this.open(target, purpose, address),
      onFailure: (failure) => this.onFailure(target.name, failure),
    });
  }

  private sharedClient(target: ConnectionTarget, role: ClientRole): RedisClient {
    const key = `${role} ${target.name}`;
    const client = this.shared.get(key) ?? this.open(target, { role }).client;
    this.shared.set(key, client);
    return client;
  }

  private open(
    target: ConnectionTarget,
    { isNeeded = () => true, ...purpose }: Omit<NodePurpose, 'cluster'> & Partial<NodePurpose>,
    address?: NodeAddress,
  ): NodeConnection {
    // A client's name on the server may hold no space and no line break.
    const clientName = `redis-triggers:${purpose.functionId ?? purpose.role}`.replace(/[^!-~]/g, '_');
    const request: ClientRequest = { connection: target.name, clientName, ...purpose };
    const source = this.credentials(target);
    const redis = target.makeClient(request, address);
    outliveSocketErrors(redis);
    const client = new RedisClient(redis, request, this.clock, source);
    // A blocking connection has a reply to wait for at all times; the others can be silent for long.
    const endHeartbeat = purpose.role === 'blocking' ? () => undefined : startHeartbeat(client);
    const close = (): void => {
      this.clients.delete(client);
      endHeartbeat();
      endWatch();
      client.close();
    };
    this.clients.set(client, close);
    const endWatch = this.onClient(client, isNeeded);
    // Whoever was on the way to another node when all was closed would else keep the process alive.
    if (this.isClosed) close();
    return { client, close };
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // A client of a connection function may have methods of its own.
  }
}
