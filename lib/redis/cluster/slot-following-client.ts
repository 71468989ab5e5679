import { RedisReplyError } from '../errors/redis-reply-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { systemClock } from '../../time/system-clock.js';
import { whenStill } from '../../time/when-still.js';
import { untilSettled } from '../../time/until-settled.js';
import { whenTold } from '../../time/when-told.js';
import { whileMoving } from '../../time/while-moving.js';
import type { BlockingClient, MessageHandler, SubscriberClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';
import type { RedisClient } from '../client/redis-client.js';
import { explainClusterError } from '../errors/explain-cluster-error.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import { readRedirection } from './redirection.js';

/** How long no byte of one node may come before the next one is tried, or the same again. */
const patienceInMs = 1_000;

/**
 * Each try may take longer than the one before it, because the link may be slow; up to so many times as long. No try takes
 * longer than that while bytes come: a node that is loading its data answers again and again.
 */
const mostTimesLonger = 8;

/**
 * A living node answers at once who waits for a key that it no longer holds; one that is frozen does not. While bytes
 * move, an answer is on its way.
 */
const answerWithinInMs = 1_500;

/** A connection to one node, and what closes it. */
export interface NodeConnection {
  readonly client: RedisClient;
  readonly close: () => void;
}

/** Where a client may be. */
export interface NodeChoice {
  /** Where to be; of several nodes another one at each try. Undefined while nobody is known. */
  choose(tries: number): NodeAddress | undefined;
  /** Whether it may stay where it is. */
  mayStay(address: NodeAddress): boolean;
  /** A node has sent it elsewhere for keys of a slot that is on its way. */
  sentTo?(address: NodeAddress | undefined): void;
  /** Whether a node must be told that it was another one that sent us (ASKING). */
  mustAsk?(address: NodeAddress): boolean;
}

export interface SlotFollowingClientOptions {
  readonly connection: string;
  readonly topology: ClusterTopology;
  readonly choice: NodeChoice;
  readonly open: (address: NodeAddress) => NodeConnection;
  /** Hears that there is no node to be at, again and again. */
  readonly onNowhere: (error: unknown) => void;
}

/** Where it is at present. */
interface CurrentNode extends NodeConnection {
  readonly address: NodeAddress;
  pending: number;
}

/**
 * One connection to a cluster that goes where it has to be: to another node when the first does not answer, or
 * when its slot has moved. A command that a node refuses for that reason has not been run; it rejects, and
 * whoever sent it waits until the client is ready again, at the other node.
 */
export class SlotFollowingClient implements BlockingClient, SubscriberClient {
  private current?: CurrentNode | undefined;
  private tries = 0;
  /** How many nodes were of no use, although they let it in. */
  private useless = 0;
  /** Of the nodes that it has left, and of its ways between them. */
  private stepsBefore = 0;
  private movesBefore = 0;
  private arriving?: Promise<void> | undefined;
  private isClosed = false;
  private readonly onReadyListeners: (() => void)[] = [];
  private readonly onHeldUpListeners: (() => void)[] = [];
  private readonly onCloseListeners = new Set<() => void>();
  private readonly handlers: MessageHandler[] = [];
  private readonly shardedHandlers: MessageHandler[] = [];

  constructor(private readonly parts: SlotFollowingClientOptions) {
    parts.topology.onChange(() => this.reconsider());
  }

  get isReady(): boolean {
    const { current } = this;
    return current?.client.isReady === true && this.parts.choice.mayStay(current.address);
  }

  get steps(): number {
    return this.stepsBefore + (this.current?.client.steps ?? 0);
  }

  get moves(): number {
    return this.movesBefore + (this.current?.client.moves ?? 0);
  }

  get writes(): number {
    return this.current?.client.writes ?? 0;
  }

  get unanswered(): number {
    return this.current?.client.unanswered ?? 0;
  }

  writeNow(): void {
    this.current?.client.writeNow();
  }

  get awaitsCredentials(): boolean {
    return this.current?.client.awaitsCredentials ?? false;
  }

  /** The node that it is connected to, or on its way to. */
  get address(): NodeAddress | undefined {
    return this.current?.address;
  }

  onReady(listener: () => void): void {
    this.onReadyListeners.push(listener);
  }

  onHeldUp(listener: () => void): void {
    this.onHeldUpListeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.onCloseListeners.add(listener);
  }

  onMessage(listener: MessageHandler): void {
    this.handlers.push(listener);
  }

  onShardedMessage(listener: MessageHandler): void {
    this.shardedHandlers.push(listener);
  }

  async whenReady(signal: AbortSignal): Promise<void> {
    while (!this.isReady && !signal.aborted && !this.isClosed) {
      this.arriving ??= this.arrive().finally(() => (this.arriving = undefined));
      await untilSettled(this.arriving, signal);
    }
    if (this.isReady) this.tries = 0;
  }

  async whenClosed(signal: AbortSignal): Promise<void> {
    if (this.isReady) await whenTold(this.onCloseListeners, signal);
  }

  send(command: RedisCommand, blocksInMs = 0): Promise<unknown> {
    return this.run((client) => client.send(command, blocksInMs));
  }

  transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    return this.run((client) => client.transaction(commands));
  }

  /** Goes to another node at the next chance: this one is of no use. */
  moveOn(): void {
    this.useless += 1;
    this.leave();
  }

  close(): void {
    this.isClosed = true;
    this.leave();
  }

  private async run<Reply>(send: (client: RedisClient) => Promise<Reply>): Promise<Reply> {
    const { connection, choice } = this.parts;
    if (this.current?.pending === 0 && !choice.mayStay(this.current.address)) this.leave();
    const { current } = this;
    if (!current) throw this.awaySince();
    current.pending += 1;
    try {
      // Only the command that follows is let in; a node that holds the slot takes no notice of it.
      if (choice.mustAsk?.(current.address)) current.client.send(['ASKING']).catch(() => undefined);
      return await send(current.client);
    } catch (error) {
      this.follow(error, current);
      throw explainClusterError(error, connection);
    } finally {
      current.pending -= 1;
    }
  }

  private follow(error: unknown, { address }: CurrentNode): void {
    const { topology, choice } = this.parts;
    const redirection = readRedirection(error, address.host);
    if (redirection?.kind === 'ASK') choice.sentTo?.(topology.translate(redirection.address));
    if (redirection?.kind === 'MOVED') {
      choice.sentTo?.(undefined);
      topology.correct(redirection);
    }
  }

  private async arrive(): Promise<void> {
    const { topology, choice } = this.parts;
    const address = choice.choose(this.tries + this.useless);
    this.tries += 1;
    this.stepsBefore += 1;
    const changed = new AbortController();
    const forget = topology.onChange(() => changed.abort());
    const patience = {
      moves: () => this.moves,
      stillInMs: patienceInMs * Math.min(this.tries, mostTimesLonger),
      mostInMs: patienceInMs * mostTimesLonger,
    };
    try {
      await whileMoving(patience, changed.signal, (signal) =>
        address ? this.goTo(address).whenReady(signal) : this.waitForNode(signal),
      );
    } finally {
      forget();
    }
  }

  private async waitForNode(signal: AbortSignal): Promise<void> {
    const { connection, topology, onNowhere } = this.parts;
    if (topology.isKnown) {
      const what = 'no master holds the slot of a key or channel';
      onNowhere(new RedisTriggersError({ code: 'CLUSTER_DOWN', place: connection, what }));
    }
    await systemClock.sleep(patienceInMs, signal);
  }

  private goTo(address: NodeAddress): RedisClient {
    if (this.current && addressText(this.current.address) === addressText(address))
      return this.current.client;
    this.leave();
    const node: CurrentNode = { address, pending: 0, ...this.parts.open(address) };
    this.current = node;
    this.forward(node);
    return node.client;
  }

  /** What is heard of a node that was left counts no more. */
  private forward(node: CurrentNode): void {
    const { client } = node;
    const tell = (listeners: Iterable<() => void>): void => {
      if (this.current === node) for (const listener of [...listeners]) listener();
    };
    client.onReady(() => tell(this.onReadyListeners));
    client.onHeldUp(() => tell(this.onHeldUpListeners));
    client.onClose(() => tell(this.onCloseListeners));
    client.onUnsubscribed(() => tell([() => this.leave()]));
    client.onMessage((...message) => {
      if (this.current === node) for (const handle of this.handlers) handle(...message);
    });
    client.onShardedMessage((...message) => {
      if (this.current === node) for (const handle of this.shardedHandlers) handle(...message);
    });
  }

  /** To close the connection under a read would lose what it takes: a living node is given time to answer. */
  private reconsider(): void {
    const { current } = this;
    if (!current || this.parts.choice.mayStay(current.address)) return;
    if (current.pending === 0) this.leave();
    else void whenStill(() => current.client.moves, answerWithinInMs).then(() => this.giveUp(current));
  }

  private giveUp(node: CurrentNode): void {
    if (this.current === node && !this.parts.choice.mayStay(node.address)) this.leave();
  }

  private leave(): void {
    const { current } = this;
    if (!current) return;
    this.stepsBefore += current.client.steps;
    this.movesBefore += current.client.moves;
    this.current = undefined;
    current.close();
    for (const listener of [...this.onCloseListeners]) listener();
  }

  private awaySince(): Error {
    if (this.isClosed) {
      const what = 'the connection is closed';
      return new RedisTriggersError({ code: 'CONNECTION_LOST', place: this.parts.connection, what });
    }
    return new RedisReplyError('the slot is on another node, which is being connected to', {
      prefix: 'MOVED',
    });
  }
}
