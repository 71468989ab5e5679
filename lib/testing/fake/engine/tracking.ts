import type { Bytes } from '../resp/bytes.js';
import { push } from '../resp/reply.js';
import type { Client } from './client.js';
import type { ClientRegistry } from './client-registry.js';

/** How a client wants to be told of keys that change: CLIENT TRACKING. */
export interface TrackingOptions {
  /** The client that gets the messages in its place. */
  readonly redirect: number | undefined;
  /** With BCAST: told of every key that begins so, read or not. */
  readonly prefixes: readonly Bytes[] | undefined;
  readonly mode: 'optin' | 'optout' | undefined;
  /** Not told of what it changes itself. */
  readonly noLoop: boolean;
}

interface TrackingClient extends TrackingOptions {
  /** What CLIENT CACHING said of the next command. */
  caching: boolean | undefined;
  readonly pending: Set<Bytes>;
  isFlushed: boolean;
}

const channel = '__redis__:invalidate';

/** Who has read which keys, and must be told when they change: client-side caching. Databases are not told apart. */
export class Tracking {
  private readonly tracking = new Map<Client, TrackingClient>();
  private readonly readers = new Map<Bytes, Set<Client>>();

  constructor(private readonly clients: ClientRegistry) {}

  get clientCount(): number {
    return this.tracking.size;
  }

  get keyCount(): number {
    return this.readers.size;
  }

  optionsOf(client: Client): TrackingOptions | undefined {
    return this.tracking.get(client);
  }

  start(client: Client, options: TrackingOptions): void {
    const { pending = new Set<Bytes>(), isFlushed = false } = this.tracking.get(client) ?? {};
    this.tracking.set(client, { ...options, caching: undefined, pending, isFlushed });
  }

  stop(client: Client): void {
    this.tracking.delete(client);
  }

  /** CLIENT CACHING: whether the keys of the next command are remembered. */
  setCaching(client: Client, isWanted: boolean): void {
    const options = this.tracking.get(client);
    if (options) options.caching = isWanted;
  }

  cachingOf(client: Client): boolean | undefined {
    return this.tracking.get(client)?.caching;
  }

  /** A client has read these keys. */
  remember(client: Client, keys: readonly Bytes[]): void {
    const options = this.tracking.get(client);
    if (!options || options.prefixes) return;
    const isWanted = options.mode === 'optin' ? options.caching === true : options.caching !== false;
    if (!isWanted) return;
    for (const key of keys) this.readers.set(key, (this.readers.get(key) ?? new Set()).add(client));
  }

  /** The command to which CLIENT CACHING referred is over. */
  endCaching(client: Client): void {
    if (this.tracking.size === 0) return;
    const options = this.tracking.get(client);
    if (options) options.caching = undefined;
  }

  /** A key was changed, by a client or by time. */
  invalidate(key: Bytes, by: Client | undefined): void {
    if (this.tracking.size === 0) return;
    const readers = this.readers.get(key);
    this.readers.delete(key);
    for (const [client, options] of this.tracking) {
      if (options.noLoop && client === by) continue;
      const isAffected = options.prefixes
        ? options.prefixes.some((prefix) => key.startsWith(prefix))
        : readers?.has(client);
      if (isAffected) options.pending.add(key);
    }
  }

  /** Every key went. */
  invalidateAll(): void {
    this.readers.clear();
    for (const options of this.tracking.values()) {
      options.pending.clear();
      options.isFlushed = true;
    }
  }

  /** Tells clients which keys have changed. Each prefix has a message of its own; without BCAST each key. */
  deliver(): void {
    if (this.tracking.size === 0) return;
    for (const [client, options] of this.tracking) {
      if (options.isFlushed) this.send(client, options, null);
      options.isFlushed = false;
      const keys = [...options.pending];
      options.pending.clear();
      for (const group of options.prefixes ? groupsOf(keys, options.prefixes) : keys.map((key) => [key])) {
        this.send(client, options, group);
      }
    }
  }

  forget(client: Client): void {
    this.tracking.delete(client);
    for (const [key, readers] of this.readers) {
      if (readers.delete(client) && readers.size === 0) this.readers.delete(key);
    }
  }

  private send(client: Client, { redirect }: TrackingOptions, keys: readonly Bytes[] | null): void {
    const receiver = redirect === undefined ? client : this.clients.get(redirect);
    if (!receiver) {
      if (client.protocol === 3) client.send(push('tracking-redir-broken', redirect ?? 0));
    } else if (receiver.protocol === 3) receiver.send(push('invalidate', keys));
    else if (receiver.subscriptions.channels.has(channel)) receiver.send(push('message', channel, keys));
  }
}

function groupsOf(keys: readonly Bytes[], prefixes: readonly Bytes[]): Bytes[][] {
  return prefixes
    .map((prefix) => keys.filter((key) => key.startsWith(prefix)))
    .filter((group) => group.length > 0);
}
