import type { MessageHandler, SubscriberClient } from '../client.js';
import { whenTold } from '../../time/when-told.js';
import { withPatience } from '../../time/with-patience.js';
import type { RedisCommand } from '../command-sender.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeConnection } from './roving-client.js';

/** How long the masters may take to let connections in before those that did are subscribed to. */
const patienceInMs = 1_000;

/** What subscriptions on every master are made of. */
export interface EveryMasterParts {
  readonly topology: ClusterTopology;
  readonly open: (address: NodeAddress) => NodeConnection;
  readonly whenKnown: (signal: AbortSignal) => Promise<void>;
}

interface Subscribed extends NodeConnection {
  /** The subscriptions that stand there. */
  readonly standing: Set<string>;
}

/**
 * Subscribes on every master, for keyspace notifications stay on the node where they happen. Never on replicas, which
 * publish the same ones again. When the masters change, subscriptions have to be made anew; on a node that is no
 * master any more they end as soon as all those on the others stand.
 */
export class EveryMaster implements SubscriberClient {
  private readonly open = new Map<string, Subscribed>();
  private readonly wanted = new Map<string, RedisCommand>();
  private readonly onCloseListeners = new Set<() => void>();
  private readonly handlers: MessageHandler[] = [];

  constructor(private readonly parts: EveryMasterParts) {
    parts.topology.onChange(() => {
      if (!this.isComplete) this.tellClosed();
    });
  }

  get isReady(): boolean {
    const { masters } = this.parts.topology;
    return masters.every((address) => this.open.get(addressText(address))?.client.isReady === true);
  }

  get steps(): number {
    return this.clients.reduce((sum, { steps }) => sum + steps, 0);
  }

  get replies(): number {
    return this.clients.reduce((sum, { replies }) => sum + replies, 0);
  }

  get awaitsCredentials(): boolean {
    return this.clients.some(({ awaitsCredentials }) => awaitsCredentials);
  }

  onClose(listener: () => void): void {
    this.onCloseListeners.add(listener);
  }

  onMessage(listener: MessageHandler): void {
    this.handlers.push(listener);
  }

  /** Keyspace notifications are no sharded messages. */
  onShardedMessage(): void {
    // There are none.
  }

  async whenReady(signal: AbortSignal): Promise<void> {
    await this.parts.whenKnown(signal);
    await withPatience(patienceInMs, signal, async (patience) => {
      await Promise.all(this.connections().map(({ client }) => client.whenReady(patience)));
    });
  }

  async whenClosed(signal: AbortSignal): Promise<void> {
    if (this.isComplete) await whenTold(this.onCloseListeners, signal);
  }

  /** Sends a command to every master; a subscription is kept in mind. Rejects where a master does not take it. */
  async send(command: RedisCommand): Promise<unknown> {
    const [name, channel] = command;
    if (!name.endsWith('subscribe')) {
      const replies = await Promise.all(this.connections().map(({ client }) => client.send(command)));
      return replies[0];
    }
    const key = `${name} ${String(channel)}`;
    this.wanted.set(key, command);
    // Masters may have come meanwhile.
    do await this.subscribe(key, command);
    while (!this.connections().every(({ standing }) => standing.has(key)));
    this.dropOthers();
    return undefined;
  }

  close(): void {
    for (const { close } of this.open.values()) close();
    this.open.clear();
  }

  private async subscribe(key: string, command: RedisCommand): Promise<void> {
    const missing = this.connections().filter(({ standing }) => !standing.has(key));
    const sent = missing.map(async ({ client, standing }) => {
      await client.send(command);
      standing.add(key);
    });
    const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  private get clients(): readonly NodeConnection['client'][] {
    return Array.from(this.open.values(), ({ client }) => client);
  }

  /** The connections to those that are masters at this moment. */
  private connections(): Subscribed[] {
    return this.parts.topology.masters.map((address) => {
      const text = addressText(address);
      const known = this.open.get(text) ?? this.connect(address);
      this.open.set(text, known);
      return known;
    });
  }

  private connect(address: NodeAddress): Subscribed {
    const made: Subscribed = { ...this.parts.open(address), standing: new Set() };
    made.client.onMessage((...message) => {
      for (const handle of this.handlers) handle(...message);
    });
    made.client.onClose(() => {
      const stood = made.standing.size > 0;
      made.standing.clear();
      if (stood && this.parts.topology.isMaster(address)) this.tellClosed();
    });
    return made;
  }

  /** Whether every subscription stands on every master. */
  private get isComplete(): boolean {
    return this.parts.topology.masters.every((address) => {
      const standing = this.open.get(addressText(address))?.standing;
      return [...this.wanted.keys()].every((key) => standing?.has(key));
    });
  }

  private dropOthers(): void {
    if (!this.isComplete) return;
    const masters = new Set(this.parts.topology.masters.map(addressText));
    for (const [text, { close }] of this.open) {
      if (masters.has(text)) continue;
      this.open.delete(text);
      close();
    }
  }

  private tellClosed(): void {
    for (const listener of [...this.onCloseListeners]) listener();
  }
}
