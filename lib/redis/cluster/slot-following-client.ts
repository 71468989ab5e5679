import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { systemClock } from '../../time/system-clock.js';
import { untilSettled } from '../../time/until-settled.js';
import { whenStill } from '../../time/when-still.js';
import { whenTold } from '../../time/when-told.js';
import { whileMoving } from '../../time/while-moving.js';
import type { BlockingClient, SubscriberClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';
import type { RedisClient } from '../client/redis-client.js';
import { explainClusterError } from '../errors/explain-cluster-error.js';
import { RedisReplyError } from '../errors/redis-reply-error.js';
import type { ClusterTopology } from './cluster-topology.js';
import { addressText, type NodeAddress } from './node-address.js';
import type { NodeChoice, NodeConnection } from './node-choice.js';
import { readRedirection } from './redirection.js';
import { RelayingClient } from './relaying-client.js';

/**
 * One connection to a cluster, which goes where it has to be: to another node when the present one does not answer, or
 * when the slot that it follows has moved.
 *
 * ```
 *   away ──whenReady──▶ connecting ──ready──▶ ready
 *    ▲                   │   │                  │ the node may not be the one any more
 *    │     no answer     │   │                  ▼
 *    └───────────────────┘   └────────────▶ leaving: answers that are under way may still come
 *    ▲                                          │ nothing is under way, or the node is silent
 *    └──────────────────────────────────────────┘
 * ```
 *
 * A command that a node refuses because it is not the one has not been run: it rejects, and whoever sent it waits until
 * the client is ready again, at the other node. `close` ends it in every state.
 */
export class SlotFollowingClient extends RelayingClient implements BlockingClient, SubscriberClient {
  /** The node that it is at, on its way to, or leaving; undefined while it is away. */
  private current?: CurrentNode | undefined;
  private isClosed = false;
  private arriving?: Promise<void> | undefined;
  /** How often it has tried to arrive somewhere since it was last ready. */
  private tries = 0;
  /** How many nodes were of no use, although they let it in. */
  private useless = 0;
  /** Counted on connections that it has left. */
  private stepsBefore = 0;
  private movesBefore = 0;
  private readonly forgetChanges: () => void;

  constructor(private readonly options: SlotFollowingClientOptions) {
    super();
    this.forgetChanges = options.topology.onChange(() => this.reconsider());
  }

  get isReady(): boolean {
    const { current } = this;
    return current?.client.isReady === true && this.options.choice.mayStay(current.address);
  }

  /** Goes on until it is ready, to one node after another. */
  async whenReady(signal: AbortSignal): Promise<void> {
    while (!this.isReady && !signal.aborted && !this.isClosed) {
      this.arriving ??= this.arrive().finally(() => (this.arriving = undefined));
      await untilSettled(this.arriving, signal);
    }
    if (this.isReady) this.tries = 0;
  }

  async whenClosed(signal: AbortSignal): Promise<void> {
    if (this.isReady) await whenTold(this.closeListeners, signal);
  }

  send(command: RedisCommand, blocksInMs = 0): Promise<unknown> {
    return this.run((client) => client.send(command, blocksInMs));
  }

  transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    return this.run((client) => client.transaction(commands));
  }

  /** Goes to another node at the next chance, because this one is of no use. */
  moveOn(): void {
    this.useless += 1;
    this.leave();
  }

  close(): void {
    this.isClosed = true;
    this.forgetChanges();
    this.leave();
  }

  private async run<Reply>(send: (client: RedisClient) => Promise<Reply>): Promise<Reply> {
    const { connection, choice } = this.options;
    if (this.current?.pending === 0 && !choice.mayStay(this.current.address)) this.leave();
    const { current } = this;
    if (!current) throw this.whyAway();
    current.pending += 1;
    try {
      // Only the command that follows is let in; a node that holds the slot takes no notice of it.
      if (choice.mustAsk?.(current.address)) current.client.send(['ASKING']).catch(() => undefined);
      return await send(current.client);
    } catch (error) {
      this.follow(error, current.address);
      throw explainClusterError(error, connection);
    } finally {
      current.pending -= 1;
    }
  }

  /** Takes note of where a node sends us. */
  private follow(error: unknown, { host }: NodeAddress): void {
    const { topology, choice } = this.options;
    const redirection = readRedirection(error, host);
    if (redirection?.kind === 'ASK') choice.sentTo?.(topology.translate(redirection.address));
    if (redirection?.kind === 'MOVED') {
      choice.sentTo?.(undefined);
      topology.correct(redirection);
    }
  }

  /** One try to be ready at a node; over when the topology changes, because another node may be the one then. */
  private async arrive(): Promise<void> {
    const { topology, choice } = this.options;
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
    const { connection, topology, onNowhere } = this.options;
    if (topology.isKnown) {
      const what = 'no master holds the slot of a key or channel';
      onNowhere(new RedisTriggersError({ code: 'CLUSTER_DOWN', place: connection, what }));
    }
    await systemClock.sleep(patienceInMs, signal);
  }

  private goTo(address: NodeAddress): RedisClient {
    const { current } = this;
    if (current && addressText(current.address) === addressText(address)) return current.client;
    this.leave();
    const node: CurrentNode = { address, pending: 0, ...this.options.open(address) };
    this.current = node;
    const isCurrent = (): boolean => this.current === node;
    this.relay(node.client, isCurrent);
    node.client.onUnsubscribed(() => {
      if (isCurrent()) this.leave();
    });
    return node.client;
  }

  /** The topology has changed. To close the connection under a read would lose what it takes, so a living node may answer. */
  private reconsider(): void {
    const { current } = this;
    if (!current || this.options.choice.mayStay(current.address)) return;
    const mustLeave = (): boolean =>
      this.current === current && !this.options.choice.mayStay(current.address);
    if (current.pending === 0) this.leave();
    else void whenStill(() => current.client.moves, answerWithinInMs).then(() => mustLeave() && this.leave());
  }

  private leave(): void {
    const { current } = this;
    if (!current) return;
    this.stepsBefore += current.client.steps;
    this.movesBefore += current.client.moves;
    this.current = undefined;
    current.close();
    this.tellClosed();
  }

  private whyAway(): Error {
    const what = this.isClosed
      ? 'the connection is closed'
      : 'the slot is on another node, which is being connected to';
    if (!this.isClosed) return new RedisReplyError(what, { prefix: 'MOVED' });
    return new RedisTriggersError({ code: 'CONNECTION_LOST', place: this.options.connection, what });
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

  /** The node that it is at, or on its way to. */
  get address(): NodeAddress | undefined {
    return this.current?.address;
  }
}

export interface SlotFollowingClientOptions {
  /** The connection's name. */
  readonly connection: string;
  readonly topology: ClusterTopology;
  readonly choice: NodeChoice;
  readonly open: (address: NodeAddress) => NodeConnection;
  /** Hears, again and again, that there is no node to be at. */
  readonly onNowhere: (error: unknown) => void;
}

interface CurrentNode extends NodeConnection {
  readonly address: NodeAddress;
  /** How many commands are under way there. */
  pending: number;
}

/** How long no byte of one node may come before the next one is tried, or the same again. */
const patienceInMs = 1_000;

/** Each try may be longer than the last, because links may be slow; up to so many times, also while a loading node answers. */
const mostTimesLonger = 8;

/**
 * A living node answers at once when somebody waits there for a key that it no longer holds; a frozen one does not. While
 * bytes move, an answer is on its way.
 */
const answerWithinInMs = 1_500;
