import type { Redis } from 'ioredis';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Clock } from '../../time/clock.js';
import { nextTick } from '../../time/real-timers.js';
import type { RedisCommand } from '../commands/command-sender.js';
import { CommandExchange } from '../ioredis/command-exchange.js';
import { streamOf } from '../ioredis/connection-stream.js';
import { disconnectForGood } from '../ioredis/disconnect-for-good.js';
import type { MessageRelay } from '../ioredis/message-relay.js';
import { Traffic } from '../ioredis/traffic.js';
import type { ClientRequest } from './client-request.js';
import type { ConnectionReports } from './connection-reports.js';
import { PendingReplies } from './pending-replies.js';
import { ResponseWatch, type ResponseObserver } from './response-watch.js';
import { SentCommands } from './sent-commands.js';

/**
 * The connection beneath a client. ioredis makes a new one each time that it is lost:
 *
 *     away ── becomeReady ──▶ ready ── lose ──▶ away
 *                               └── giveUp ──▶ givenUp ── lose ──▶ away
 *     each of them ── close ──▶ closed
 */
export class RedisConnection implements ResponseObserver {
  readonly traffic: Traffic;
  private state: ConnectionState = 'away';
  private readonly pending: PendingReplies;
  private readonly exchange: CommandExchange;
  private readonly watch: ResponseWatch;
  private readonly commands: SentCommands;
  private silenceObserver?: SilenceObserver;

  constructor(private readonly options: RedisConnectionOptions) {
    const { redis, request, clock, reports, messages } = options;
    const isSubscriber = request.role === 'subscriber';
    this.traffic = new Traffic(redis);
    this.pending = new PendingReplies(clock);
    this.exchange = new CommandExchange({
      redis,
      observer: reports,
      messages: isSubscriber ? messages : undefined,
      tellsOfMoves: isSubscriber && request.cluster === 'node',
    });
    this.watch = new ResponseWatch(redis, clock, this.pending, this.traffic, this);
    this.commands = new SentCommands({
      request,
      exchange: this.exchange,
      pending: this.pending,
      watch: this.watch,
    });
    redis.on('connect', () => this.connect());
    redis.on('ready', () => this.becomeReady());
    redis.on('close', () => this.lose());
    // A connection function may return a client that has connected. Those who listen to this one come first.
    if (redis.status === 'ready') nextTick(() => this.becomeReady());
  }

  /** Whether commands can be sent at this moment. */
  get isReady(): boolean {
    return this.options.redis.status === 'ready' && this.state !== 'givenUp';
  }

  get writes(): number {
    return this.exchange.writes;
  }

  get unanswered(): number {
    return this.commands.unanswered;
  }

  /** The longest time that any reply may still take, in milliseconds. */
  get longestInMs(): number {
    return this.pending.longestInMs;
  }

  /** Sends a command; the connection must be ready. */
  send(command: RedisCommand, blocksInMs: number): Promise<unknown> {
    return this.commands.send(command, blocksInMs);
  }

  /** Rejects a command, because the connection is not ready. */
  refuse(): Promise<never> {
    const { unusable } = this.options.reports;
    return unusable ? Promise.reject(unusable) : this.commands.refuse();
  }

  writeNow(): void {
    this.exchange.writeNow();
  }

  onSilence(observer: SilenceObserver): void {
    this.silenceObserver = observer;
  }

  close(): void {
    this.state = 'closed';
    this.watch.stop();
    this.exchange.writeNow();
    disconnectForGood(this.options.redis);
    this.commands.rejectAll(true);
  }

  /** The watch ends this connection, and ioredis makes another one. */
  connectionSilent(): void {
    this.giveUp();
    this.options.reports.unresponsive();
  }

  serverSilent(): void {
    const { connection } = this.options.request;
    const what = 'a reply is overdue, and the server does not answer on a new connection either';
    const error = new RedisTriggersError({ code: 'SERVER_UNRESPONSIVE', place: connection, what });
    this.silenceObserver?.unanswered(error);
  }

  serverAnswered(): void {
    this.silenceObserver?.answered();
  }

  private connect(): void {
    const { redis, reports } = this.options;
    if (!streamOf(redis)) reports.isUnusable('it does not show the stream of a connection');
  }

  private becomeReady(): void {
    if (this.state === 'closed' || this.options.redis.status !== 'ready') return;
    this.state = 'ready';
    if (!this.exchange.begin()) this.giveUp();
  }

  private giveUp(): void {
    if (this.state !== 'closed') this.state = 'givenUp';
  }

  private lose(): void {
    this.commands.rejectAll(this.state === 'givenUp' || this.state === 'closed');
    if (this.state !== 'closed') this.state = 'away';
  }
}

/** Hears that Redis has not answered for longer than it may take. */
export interface SilenceObserver {
  unanswered(error: RedisTriggersError): void;
  /** It answers again, or the connection was lost. */
  answered(): void;
}

export interface RedisConnectionOptions {
  readonly redis: Redis;
  readonly request: ClientRequest;
  readonly clock: Clock;
  readonly reports: ConnectionReports;
  readonly messages: MessageRelay;
}

/**
 * `away`: there is none, or it is being made. `ready`: it takes commands. `givenUp`: we are ending it. `closed`: no
 * other will be made.
 */
type ConnectionState = 'away' | 'ready' | 'givenUp' | 'closed';
