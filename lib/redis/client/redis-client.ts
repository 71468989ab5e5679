import { asReplyError } from '../errors/redis-reply-error.js';
import type { Redis } from 'ioredis';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Clock } from '../../time/clock.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { ClientCredentials, type AuthenticatedClient } from '../credentials/client-credentials.js';
import { Connecting } from './connecting.js';
import {
  explainConnectionError,
  isClosedEarly,
  isRefusal,
  isRefusedSelect,
} from '../errors/explain-connection-error.js';
import type { CredentialSource } from '../credentials/credential-source.js';
import type { Credentials } from '../credentials/credentials.js';
import { factsOf } from '../ioredis/connection-facts.js';
import { throwCause } from '../ioredis/throw-cause.js';
import { WriteBatcher } from '../ioredis/write-batcher.js';
import { watchHandshake } from '../ioredis/handshake-watch.js';
import { firstEvent } from '../ioredis/first-event.js';
import { asPipeline, FlatCommand } from '../ioredis/flat-command.js';
import { disconnectForGood } from '../ioredis/disconnect-for-good.js';
import { MessageRelay } from '../ioredis/message-relay.js';
import { CloseReason } from '../ioredis/close-reason.js';
import { ReplyLostError } from '../errors/reply-lost-error.js';
import type { ReplyInterceptor } from '../ioredis/replies/reply-interceptor.js';
import { isLeftRaw } from '../commands/left-raw.js';
import { ReplyPlaceholders } from '../ioredis/replies/reply-placeholders.js';
import { interceptReplies } from '../ioredis/replies/intercept-replies.js';
import { ResponseWatch } from '../ioredis/response-watch.js';
import { commandSize } from '../commands/command-size.js';
import { Traffic } from '../ioredis/traffic.js';
import { PendingReplies } from '../ioredis/pending-replies.js';
import type { BlockingClient, MessageHandler, SubscriberClient } from '../commands/clients.js';
import { explainServerError } from '../errors/explain-cluster-error.js';
import type { RedisCommand } from '../commands/command-sender.js';
import type { ClientRequest } from './client-request.js';

/** Hears that Redis answers nothing for longer than it may take. */
export interface SilenceObserver {
  unanswered(error: RedisTriggersError): void;
  /** It answers again, or the connection was lost. */
  answered(): void;
}

/**
 * One connection to Redis, in one role. It differs from the ioredis client it is made of in three ways:
 * every command settles (also when the connection closes under it), every reply is in bytes, and a
 * connection that has stopped answering while the server answers others is replaced.
 */
export class RedisClient implements BlockingClient, SubscriberClient, AuthenticatedClient {
  /** The connection's name. */
  readonly connection: string;
  private readonly pendingReplies: PendingReplies;
  private readonly traffic: Traffic;
  private readonly closeReason: CloseReason;
  private readonly watch: ResponseWatch;
  private readonly errorListeners: ((error: unknown) => void)[] = [];
  private silenceObserver?: SilenceObserver;
  private readonly heldUpListeners: (() => void)[] = [];
  private readonly endHandshakeWatch: () => void;
  private readonly credentials?: ClientCredentials;
  private readonly closed = createSharedAbortController();
  private readonly connecting: Connecting;
  private readonly writeBatcher: WriteBatcher;
  private readonly messages: MessageRelay;
  private readonly placeholders = new ReplyPlaceholders();
  private interceptor?: ReplyInterceptor | undefined;
  /** Whether it is we who end the connection. */
  private isGivenUp = false;

  constructor(
    readonly redis: Redis,
    readonly request: ClientRequest,
    clock: Clock,
    /** Where user and password come from, for a connection on which they change. */
    source?: CredentialSource,
  ) {
    const connection = (this.connection = request.connection);
    this.pendingReplies = new PendingReplies(clock);
    this.writeBatcher = new WriteBatcher({ redis });
    this.traffic = new Traffic(redis);
    this.closeReason = new CloseReason(redis);
    this.watch = new ResponseWatch(redis, clock, this.pendingReplies, this.traffic, {
      unresponsive: () => this.reportUnresponsive(),
      unanswered: () => this.silenceObserver?.unanswered(this.silence()),
      answered: () => this.silenceObserver?.answered(),
    });
    // Each function that shares this client listens to it; Node warns from the eleventh on.
    redis.setMaxListeners(0);
    this.endHandshakeWatch = watchHandshake(redis, this.traffic, {
      failed: (what) => this.reportHandshake(what),
      moved: () => this.connecting.makeStep(),
    });
    if (source) this.credentials = new ClientCredentials(this, source);
    const { closed, credentials } = this;
    this.connecting = new Connecting({ redis, connection, clock, closed: closed.signal, credentials });
    redis.on('close', () => this.rejectUnanswered());
    // Without a listener an error would end the process.
    redis.on('error', (error) => this.hear(error));
    this.messages = new MessageRelay(redis);
    // Of published messages it has to pick those that it hands on; all other replies it only spares ioredis.
    const { pick } = request.role === 'subscriber' ? this.messages : this.placeholders;
    redis.on('ready', () => (this.interceptor = interceptReplies(redis.stream, pick)));
  }

  /** How many steps towards a connection there were so far: it changes while the client tries to connect. */
  get steps(): number {
    return this.connecting.steps;
  }

  /** Whether it cannot connect before its source gives credentials: that tries again and again. */
  get awaitsCredentials(): boolean {
    return this.connecting.awaitsCredentials;
  }

  /** Grows while bytes move on the connection. */
  get moves(): number {
    return this.traffic.look();
  }

  /** Whether commands can be sent at this moment. */
  get isReady(): boolean {
    return this.redis.status === 'ready';
  }

  /** Calls back each time that the connection becomes ready to take commands. */
  onReady(listener: () => void): void {
    this.redis.on('ready', listener);
  }

  /** Calls back when the connection closes. */
  onClose(listener: () => void): void {
    this.redis.on('close', listener);
  }

  /** Calls back with each connection error, such as a refused connection or a wrong password. */
  onError(listener: (error: unknown) => void): void {
    this.errorListeners.push(listener);
  }

  /** Tells one observer when Redis stops to answer on any connection, and when it answers again. */
  onSilence(observer: SilenceObserver): void {
    this.silenceObserver = observer;
  }

  /** Calls back when a command has to wait behind a blocking read, which should be woken. */
  onHeldUp(listener: () => void): void {
    this.heldUpListeners.push(listener);
  }

  /** Resolves when commands can be sent, or when `signal` is aborted. Connects, again and again if need be. */
  whenReady(signal: AbortSignal): Promise<void> {
    return this.connecting.whenReady(signal);
  }

  /**
   * Sends a command and resolves with the reply, all its texts in bytes; where its sender can read one, a `RawReply`.
   * Rejects at once when the connection is not ready, and when it closes before the reply.
   *
   * @param blocksInMs how long a blocking command may wait on the server before it answers
   */
  send(command: RedisCommand, blocksInMs = 0): Promise<unknown> {
    const send = (): Promise<unknown> =>
      this.redis.sendCommand(new FlatCommand(command), this.writeBatcher) as Promise<unknown>;
    return this.settled(send, blocksInMs, isLeftRaw(command));
  }

  get writes(): number {
    return this.writeBatcher.count;
  }

  get unanswered(): number {
    return this.pendingReplies.size - this.writeBatcher.size;
  }

  writeNow(): void {
    this.writeBatcher.writeNow();
  }

  async authenticate({ username, password }: Credentials): Promise<void> {
    const longest = this.pendingReplies.longestInMs;
    const answered = this.send(['AUTH', ...(username === undefined ? [] : [username]), password], longest);
    for (const listener of this.heldUpListeners) listener();
    await answered.catch((error: unknown) => {
      throw this.explained(asReplyError(error));
    });
  }

  /** Runs commands as one transaction (MULTI … EXEC); rejects with the first of their errors. */
  async transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    const multi = this.redis.multi();
    // Not by `multi.call`: the arguments of one command may be more than fit into a call.
    for (const command of commands) asPipeline(multi).sendCommand(new FlatCommand(command));
    const exec = async (): Promise<unknown> => {
      // ioredis writes it to the socket itself.
      this.writeBatcher.makeWay(commandSize(commands));
      return multi.exec().catch(throwCause);
    };
    // ioredis takes the replies apart.
    this.placeholders.suspend();
    const settled = this.settled(exec).finally(() => this.placeholders.resume());
    const replies = (await settled) as [Error | null, unknown][] | null;
    const failed = replies?.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
    return (replies ?? []).map(([, reply]) => reply);
  }

  /** Calls back with each message of the channels and patterns that this client subscribes to. */
  onMessage(listener: MessageHandler): void {
    this.messages.onMessage(listener);
  }

  onShardedMessage(listener: MessageHandler): void {
    this.messages.onShardedMessage(listener);
  }

  /** Calls back when a node of a cluster ends a subscription by itself, for its slot is on another node. */
  onUnsubscribed(listener: () => void): void {
    this.redis.on('moved', listener);
  }

  /** Resolves when the connection closes, or when `signal` is aborted; at once when it is not ready. */
  whenClosed(signal: AbortSignal): Promise<void> {
    if (!this.isReady || signal.aborted) return Promise.resolve();
    return firstEvent(this.redis, ['close'], signal);
  }

  /** Closes the connection for good; every command under way is rejected. */
  close(): void {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    this.isGivenUp = true;
    this.watch.stop();
    this.endHandshakeWatch();
    this.writeBatcher.writeNow();
    disconnectForGood(this.redis);
    this.rejectUnanswered();
  }

  /** ioredis never settles a command whose connection closed, unless it sends it again, which may lose data. */
  private settled(send: () => Promise<unknown>, blocksInMs = 0, isLeftRaw = false): Promise<unknown> {
    if (!this.isReady) {
      this.connecting.inBackground();
      return Promise.reject(this.lost('the connection is not ready'));
    }
    return new Promise((resolve, reject) => {
      // First of all, for what ioredis throws at once, such as for an argument it cannot write, is not pending.
      const bytesBefore = this.writeBatcher.bytes;
      const sent = send();
      const bytes = this.writeBatcher.bytes - bytesBefore;
      const command = this.pendingReplies.add(blocksInMs, bytes, reject);
      this.watch.start();
      sent.then(
        (reply) => {
          this.pendingReplies.answered(command);
          resolve(this.placeholders.replyOf(reply, isLeftRaw));
        },
        (error: unknown) => {
          this.pendingReplies.answered(command);
          const reason = asReplyError(error);
          // In a cluster, whoever sent the command goes where the node says.
          reject(this.request.cluster ? reason : explainServerError(reason, this.connection));
        },
      );
    });
  }

  /**
   * Of those that may have taken effect, it is said so. A read that waits takes something in the moment in which it is
   * answered: while nothing of its reply came, and it was not we who gave up, it has most likely taken nothing.
   */
  private rejectUnanswered(): void {
    const hasBegun = this.interceptor?.isMidReply ?? true;
    this.pendingReplies.rejectAll(({ waits }, isOldest) => {
      const mayHaveRun = this.isGivenUp || !waits || (isOldest && hasBegun);
      return this.lost('the connection closed before Redis answered', mayHaveRun);
    });
    this.isGivenUp = false;
  }

  private reportUnresponsive(): void {
    this.isGivenUp = true;
    const what = 'the server answers on another connection, but no longer on this one';
    this.hear(new RedisTriggersError({ code: 'CONNECTION_UNRESPONSIVE', place: this.connection, what }));
  }

  private silence(): RedisTriggersError {
    const what = 'a reply is overdue, and the server does not answer on a new connection either';
    return new RedisTriggersError({ code: 'SERVER_UNRESPONSIVE', place: this.connection, what });
  }

  private hear(error: Error): void {
    // Only says that the connection was closed a moment ago, and would hide why.
    if (error.message.startsWith("Stream isn't writeable")) return;
    const explained = this.explained(error);
    if (isClosedEarly(explained)) void this.hearParting(explained);
    else this.report(explained, error);
  }

  /** Where the server says why it closes connections, that is reported; unless it has accepted one meanwhile. */
  private async hearParting(closedEarly: Error): Promise<void> {
    const words = await this.closeReason.hear();
    if (this.isReady || this.closed.signal.aborted) return;
    const error = words === undefined ? closedEarly : this.explained(new Error(words));
    this.report(error, error);
  }

  private report(explained: Error, error: Error): void {
    for (const listener of this.errorListeners) listener(explained);
    if (isRefusal(explained)) this.credentials?.refused(explained);
    // ioredis goes on without its database, which would be to take what belongs to another.
    if (isRefusedSelect(error)) this.redis.disconnect(true);
  }

  private reportHandshake(what: string): void {
    this.hear(new RedisTriggersError({ code: 'HANDSHAKE_FAILED', place: this.connection, what }));
  }

  private explained(error: Error): Error {
    return explainConnectionError(error, factsOf(this.redis, this.connection));
  }

  private lost(what: string, mayHaveRun = false): RedisTriggersError {
    const LostError = mayHaveRun ? ReplyLostError : RedisTriggersError;
    return new LostError({ code: 'CONNECTION_LOST', place: this.connection, what });
  }
}
