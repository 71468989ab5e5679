import type { MessageHandler, SubscriberClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';

/** A subscriber as one of its users has it. */
export interface OwnSubscriber extends SubscriberClient {
  /**
   * Ends what this user hears at once, and what it subscribed to unless others want it as well. Resolves when Redis has
   * ended it, or cannot be told; never rejects.
   */
  unsubscribe(): Promise<void>;
}

/** One connection that several functions subscribe on: each can end its own subscriptions, and nobody else's. */
export class SharedSubscriber {
  /** Who wants each subscription, by the command that makes it. */
  private readonly users = new Map<string, Set<OwnSubscriber>>();

  constructor(
    private readonly client: SubscriberClient,
    /** Closes the client, where it is for one user only. */
    private readonly close: () => void = () => undefined,
  ) {}

  /** The client for one more user. */
  share(): OwnSubscriber {
    return new SubscriberShare(this.client, this.users, this.close);
  }
}

class SubscriberShare implements OwnSubscriber {
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly client: SubscriberClient,
    private readonly users: Map<string, Set<OwnSubscriber>>,
    private readonly close: () => void,
  ) {}

  send(command: RedisCommand, blocksInMs?: number): Promise<unknown> {
    if (isSubscription(command)) this.usersOf(nameOf(command)).add(this);
    return this.client.send(command, blocksInMs);
  }

  async unsubscribe(): Promise<void> {
    for (const end of this.ends.splice(0)) end();
    const unwanted = [...this.users].filter(([, users]) => users.delete(this) && users.size === 0);
    for (const [name] of unwanted) this.users.delete(name);
    // Where it cannot be sent the connection is gone, and its subscriptions with it.
    await Promise.allSettled(unwanted.map(([name]) => this.client.send(endOf(name))));
    this.close();
  }

  whenReady(signal: AbortSignal): Promise<void> {
    return this.client.whenReady(signal);
  }

  whenClosed(signal: AbortSignal): Promise<void> {
    return this.client.whenClosed(signal);
  }

  onClose(listener: () => void): () => void {
    return this.untilEnded(this.client.onClose(listener));
  }

  onMessage(listener: MessageHandler): () => void {
    return this.untilEnded(this.client.onMessage(listener));
  }

  onShardedMessage(listener: MessageHandler): () => void {
    return this.untilEnded(this.client.onShardedMessage(listener));
  }

  get isReady(): boolean {
    return this.client.isReady;
  }

  get steps(): number {
    return this.client.steps;
  }

  get moves(): number {
    return this.client.moves;
  }

  get awaitsCredentials(): boolean {
    return this.client.awaitsCredentials;
  }

  private untilEnded(end: () => void): () => void {
    this.ends.push(end);
    return end;
  }

  private usersOf(name: string): Set<OwnSubscriber> {
    const known = this.users.get(name) ?? new Set();
    this.users.set(name, known);
    return known;
  }
}

function isSubscription([name]: RedisCommand): boolean {
  return ['subscribe', 'psubscribe', 'ssubscribe'].includes(name);
}

function nameOf([name, channel]: RedisCommand): string {
  return `${name} ${String(channel)}`;
}

/** The command that ends a subscription: UNSUBSCRIBE, PUNSUBSCRIBE or SUNSUBSCRIBE. */
function endOf(name: string): RedisCommand {
  const [command = '', ...channel] = name.split(' ');
  return [command.replace('subscribe', 'unsubscribe'), channel.join(' ')];
}
