import type { Bytes } from '../resp/bytes.js';
import { push } from '../resp/reply.js';
import type { Client } from './client.js';
import { matchesGlob } from './glob.js';
import type { SubscriptionKind } from './subscription-kind.js';

/** Who listens to what. */
export class PubSub {
  private readonly subscribers: Readonly<Record<SubscriptionKind, Map<Bytes, Set<Client>>>> = {
    channels: new Map(),
    patterns: new Map(),
    shardChannels: new Map(),
  };

  subscribe(client: Client, kind: SubscriptionKind, name: Bytes): void {
    client.subscriptions[kind].add(name);
    const clients = this.subscribers[kind].get(name) ?? new Set();
    this.subscribers[kind].set(name, clients.add(client));
  }

  unsubscribe(client: Client, kind: SubscriptionKind, name: Bytes): void {
    client.subscriptions[kind].delete(name);
    const clients = this.subscribers[kind].get(name);
    clients?.delete(client);
    if (clients?.size === 0) this.subscribers[kind].delete(name);
  }

  /** Sends a message to who subscribed to the channel or to a pattern it matches; says how many. */
  publish(channel: Bytes, message: Bytes): number {
    let receivers = 0;
    for (const client of this.subscribers.channels.get(channel) ?? []) {
      client.send(push('message', channel, message));
      receivers++;
    }
    for (const [pattern, clients] of this.subscribers.patterns) {
      if (!matchesGlob(pattern, channel)) continue;
      for (const client of clients) client.send(push('pmessage', pattern, channel, message));
      receivers += clients.size;
    }
    return receivers;
  }

  publishToShard(channel: Bytes, message: Bytes): number {
    const clients = this.subscribers.shardChannels.get(channel);
    for (const client of clients ?? []) client.send(push('smessage', channel, message));
    return clients?.size ?? 0;
  }

  /** The names that somebody subscribed to. */
  names(kind: SubscriptionKind): Bytes[] {
    return [...this.subscribers[kind].keys()];
  }

  count(kind: SubscriptionKind, name: Bytes): number {
    return this.subscribers[kind].get(name)?.size ?? 0;
  }

  /** Ends every subscription of a client, silently. */
  forget(client: Client): void {
    for (const kind of ['channels', 'patterns', 'shardChannels'] as const) {
      for (const name of [...client.subscriptions[kind]]) this.unsubscribe(client, kind, name);
    }
  }
}
