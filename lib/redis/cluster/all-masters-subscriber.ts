import type { MessageHandler, SubscriberClient } from '../commands/clients.js';
import { MessageHandlers } from '../commands/message-handlers.js';
import { whenTold } from '../../time/when-told.js';
import { withPatience } from '../../time/with-patience.js';
import type { RedisCommand } from '../commands/command-sender.js';
import { ClientGroup } from './client-group.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeConnection } from './node-choice.js';

/** How long the masters may take to let connections in before those that did are subscribed to. */
const patienceInMs = 1_000;

export interface AllMastersSubscriberOptions {
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
 * publish the same ones again. When a master comes, subscriptions have to be made anew; on a node that is no master any
 * more they end as soon as all those on the masters stand, and what it says is passed over from then on.
 */
export class AllMastersSubscriber extends ClientGroup implements SubscriberClient {
  private readonly open = new Map<string, Subscribed>();
  private masters: ReadonlySet<string>;
  /** What was ever subscribed to, and of it what stood on every master when it was last tried. */
  private readonly wanted = new Set<string>();
  private readonly made = new Set<string>();
  private readonly onCloseListeners = new Set<() => void>();
  private readonly handlers = new MessageHandlers();

  constructor(private readonly options: AllMastersSubscriberOptions) {
    super();
    const readMasters = (): ReadonlySet<string> => new Set(options.topology.masters.map(addressText));
    this.masters = readMasters();
    options.topology.onChange(() => {
      this.masters = readMasters();
      this.dropOthers();
      if (!this.isWhole) this.tellClosed();
    });
  }

  get isReady(): boolean {
    const { masters } = this.options.topology;
    return masters.every((address) => this.open.get(addressText(address))?.client.isReady === true);
  }

  onClose(listener: () => void): () => void {
    this.onCloseListeners.add(listener);
    return () => this.onCloseListeners.delete(listener);
  }

  onMessage(listener: MessageHandler): () => void {
    return this.handlers.add(listener);
  }

  /** Keyspace notifications are no sharded messages. */
  onShardedMessage(): () => void {
    return () => undefined;
  }

  async whenReady(signal: AbortSignal): Promise<void> {
    await this.options.whenKnown(signal);
    await withPatience(patienceInMs, signal, async (patience) => {
      await Promise.all(this.connections().map(({ client }) => client.whenReady(patience)));
    });
  }

  async whenClosed(signal: AbortSignal): Promise<void> {
    if (this.isWhole) await whenTold(this.onCloseListeners, signal);
  }

  /**
   * Sends a command to every master; a subscription is kept in mind until it is ended. Rejects where a master does not take
   * it.
   */
  async send(command: RedisCommand): Promise<unknown> {
    const [name] = command;
    if (name.endsWith('unsubscribe')) this.forget(command);
    if (!name.endsWith('subscribe') || name.endsWith('unsubscribe')) {
      const replies = await Promise.all(this.connections().map(({ client }) => client.send(command)));
      return replies[0];
    }
    const key = keyOf(command);
    this.wanted.add(key);
    // Whoever wants it tries again where it fails; meanwhile it is nothing to the others.
    this.made.delete(key);
    // Masters may have come meanwhile.
    do await this.subscribe(key, command);
    while (!this.connections().every(({ standing }) => standing.has(key)));
    this.made.add(key);
    this.dropOthers();
    return undefined;
  }

  close(): void {
    for (const { close } of this.open.values()) close();
    this.open.clear();
  }

  /** A subscription that nobody wants any more need not stand anywhere. */
  private forget([name, channel]: RedisCommand): void {
    const key = keyOf([name.replace('unsubscribe', 'subscribe'), String(channel)]);
    this.wanted.delete(key);
    this.made.delete(key);
    for (const { standing } of this.open.values()) standing.delete(key);
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

  protected get clients(): readonly NodeConnection['client'][] {
    return Array.from(this.open.values(), ({ client }) => client);
  }

  /** The connections to those that are masters at this moment. */
  private connections(): Subscribed[] {
    return this.options.topology.masters.map((address) => {
      const text = addressText(address);
      const known = this.open.get(text) ?? this.connect(address);
      this.open.set(text, known);
      return known;
    });
  }

  private connect(address: NodeAddress): Subscribed {
    const made: Subscribed = { ...this.options.open(address), standing: new Set() };
    const text = addressText(address);
    const isOpen = (): boolean => this.open.get(text) === made;
    made.client.onMessage((channel, body, pattern) => {
      if (!isOpen() || (!this.masters.has(text) && this.standsOnMasters(channel, pattern))) return;
      this.handlers.tell(channel, body, pattern);
    });
    made.client.onClose(() => {
      const stood = made.standing.size > 0;
      made.standing.clear();
      if (stood && isOpen() && this.masters.has(text)) this.tellClosed();
    });
    return made;
  }

  /** Whether what stood on every master still does. */
  private get isWhole(): boolean {
    return [...this.made].every((key) => this.stands(key));
  }

  /** Whether the masters tell of this message: then what a replica says is the same once more. */
  private standsOnMasters(channel: Buffer, pattern: Buffer | undefined): boolean {
    return this.stands(keyOf(pattern ? ['psubscribe', pattern] : ['subscribe', channel]));
  }

  private stands(key: string): boolean {
    return [...this.masters].every((text) => this.open.get(text)?.standing.has(key));
  }

  private dropOthers(): void {
    if (![...this.wanted].every((key) => this.stands(key))) return;
    for (const [text, { close }] of this.open) {
      if (this.masters.has(text)) continue;
      this.open.delete(text);
      close();
    }
  }

  private tellClosed(): void {
    for (const listener of [...this.onCloseListeners]) listener();
  }
}

function keyOf([name, channel]: RedisCommand): string {
  return `${name} ${String(channel)}`;
}
