import type { Bytes } from '../resp/bytes.js';
import { isPush, type Reply } from '../resp/reply.js';
import type { Protocol } from '../resp/reply-encoder.js';
import type { AclUser } from './acl/acl-user.js';
import type { SubscriptionKind } from './subscription-kind.js';
import type { Transaction } from './transaction.js';

/** The connection of a client, as the engine sees it. */
export interface ClientOutlet {
  /** Puts a reply, or a message of its own accord, behind what was sent before. */
  send(reply: Reply, protocol: Protocol): void;
  /** Closes the connection: at once, or when what was sent has gone out. */
  close(when: 'now' | 'flushed'): void;
  /** The client is no longer blocked: its next requests can be run. */
  resume(): void;
}

export interface ClientAddress {
  readonly remote: string;
  readonly local: string;
}

/** One connected client and its state. */
export class Client {
  protocol: Protocol = 2;
  database = 0;
  name: Bytes = '';
  libraryName: Bytes = '';
  libraryVersion: Bytes = '';
  /** Undefined until it has authenticated. */
  user: AclUser | undefined;
  transaction: Transaction | undefined;
  isDirty = false;
  isBlocked = false;
  isClosed = false;
  noEvict = false;
  noTouch = false;
  replies: 'on' | 'off' | 'skip-next' | 'skip' = 'on';
  lastCommand: Bytes = 'NULL';
  lastUsedAt: number;
  readonly watching = new Set<string>();
  readonly subscriptions: Readonly<Record<SubscriptionKind, Set<Bytes>>> = {
    channels: new Set(),
    patterns: new Set(),
    shardChannels: new Set(),
  };

  constructor(
    readonly id: number,
    readonly address: ClientAddress,
    readonly connectedAt: number,
    private readonly outlet: ClientOutlet,
  ) {
    this.lastUsedAt = connectedAt;
  }

  get subscriptionCount(): number {
    return this.subscriptions.channels.size + this.subscriptions.patterns.size;
  }

  get isSubscriber(): boolean {
    return this.subscriptionCount + this.subscriptions.shardChannels.size > 0;
  }

  /** A message, or the reply to a command; replies are swallowed while CLIENT REPLY says so, messages are not. */
  send(reply: Reply): void {
    const isMuted = this.replies === 'off' || this.replies === 'skip';
    if (!isMuted || isPush(reply)) this.outlet.send(reply, this.protocol);
  }

  unblock(reply: Reply): void {
    this.isBlocked = false;
    this.send(reply);
    this.outlet.resume();
  }

  close(when: 'now' | 'flushed' = 'now'): void {
    this.outlet.close(when);
  }
}
