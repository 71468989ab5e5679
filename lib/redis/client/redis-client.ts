import type { Redis } from 'ioredis';
import type { Clock } from '../../time/clock.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import type { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { BlockingClient, MessageHandler, SubscriberClient } from '../commands/clients.js';
import type { RedisCommand } from '../commands/command-sender.js';
import type { CredentialSource } from '../credentials/credential-source.js';
import type { Credentials } from '../credentials/credentials.js';
import { MessageRelay } from '../ioredis/message-relay.js';
import { ClientCredentials, type AuthenticatedClient } from './client-credentials.js';
import type { ClientRequest } from './client-request.js';
import { Connecting } from './connecting.js';
import { ConnectionReports } from './connection-reports.js';
import { firstEvent } from './first-event.js';
import { RedisConnection, type SilenceObserver } from './redis-connection.js';
import { sendTransaction } from './send-transaction.js';

/**
 * One connection to Redis, in one role. It differs from the ioredis client it is made of in three ways:
 * every command settles (also when the connection closes under it), every reply is in bytes, and a
 * connection that has stopped answering while the server answers others is replaced.
 */
export class RedisClient implements BlockingClient, SubscriberClient, AuthenticatedClient {
  /** The connection's name. */
  readonly connection: string;
  private readonly closed = createSharedAbortController();
  private readonly reports: ConnectionReports;
  private readonly messages: MessageRelay;
  private readonly current: RedisConnection;
  private readonly connecting: Connecting;
  private readonly credentials: ClientCredentials | undefined;
  private readonly heldUpListeners: (() => void)[] = [];

  constructor(
    readonly redis: Redis,
    readonly request: ClientRequest,
    clock: Clock,
    /** Where user and password come from, for a connection on which they change. */
    source?: CredentialSource,
  ) {
    const { connection } = request;
    const closed = this.closed.signal;
    this.connection = connection;
    // Each function that shares this client listens to it; Node warns from the eleventh on.
    redis.setMaxListeners(0);
    const reports = (this.reports = new ConnectionReports({ redis, connection, closed }));
    const messages = (this.messages = new MessageRelay(redis));
    const current = (this.current = new RedisConnection({ redis, request, clock, reports, messages }));
    const credentials = (this.credentials = source && new ClientCredentials(this, source, reports));
    this.connecting = new Connecting({ redis, connection, clock, closed, credentials, current, reports });
  }

  /** Whether commands can be sent at this moment. */
  get isReady(): boolean {
    return this.current.isReady;
  }

  /** Resolves when commands can be sent, or when `signal` is aborted. Connects, again and again if need be. */
  whenReady(signal: AbortSignal): Promise<void> {
    return this.connecting.whenReady(signal);
  }

  /** Resolves when the connection closes, or when `signal` is aborted; at once when it is not ready. */
  whenClosed(signal: AbortSignal): Promise<void> {
    if (!this.isReady || signal.aborted) return Promise.resolve();
    return firstEvent(this.redis, ['close'], signal);
  }

  /** Calls back each time that the connection becomes ready to take commands. */
  onReady(listener: () => void): void {
    this.redis.on('ready', listener);
  }

  /** Calls back when the connection closes; returns what ends that. */
  onClose(listener: () => void): () => void {
    this.redis.on('close', listener);
    return () => this.redis.off('close', listener);
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
    return this.current.traffic.look();
  }

  /**
   * Sends a command and resolves with the reply, all its texts in bytes; where its sender can read one, a `RawReply`.
   * Rejects at once when the connection is not ready, and when it closes before the reply.
   *
   * @param blocksInMs how long a blocking command may wait on the server before it answers
   */
  send(command: RedisCommand, blocksInMs = 0): Promise<unknown> {
    if (this.isReady) return this.current.send(command, blocksInMs);
    this.connecting.inBackground();
    return this.current.refuse();
  }

  /** Runs commands as one transaction (MULTI … EXEC); rejects with the first of their errors. */
  transaction(commands: readonly RedisCommand[]): Promise<unknown[]> {
    return sendTransaction(this, commands);
  }

  get writes(): number {
    return this.current.writes;
  }

  get unanswered(): number {
    return this.current.unanswered;
  }

  writeNow(): void {
    this.current.writeNow();
  }

  /** Calls back when a command has to wait behind a blocking read, which should be woken. */
  onHeldUp(listener: () => void): void {
    this.heldUpListeners.push(listener);
  }

  async authenticate({ username, password }: Credentials): Promise<void> {
    const named = username === undefined ? [] : [username];
    const answered = this.send(['AUTH', ...named, password], this.current.longestInMs);
    for (const listener of this.heldUpListeners) listener();
    await answered.catch((error: unknown) => {
      throw this.reports.explained(error);
    });
  }

  /** Calls back with each message of the channels and patterns that this client subscribes to; returns what ends that. */
  onMessage(listener: MessageHandler): () => void {
    return this.messages.onMessage(listener);
  }

  onShardedMessage(listener: MessageHandler): () => void {
    return this.messages.onShardedMessage(listener);
  }

  /** Calls back when a node of a cluster ends a subscription by itself, because its slot is on another node. */
  onUnsubscribed(listener: () => void): void {
    this.messages.onUnsubscribed(listener);
  }

  /** Calls back with each connection error, such as a refused connection or a wrong password. */
  onError(listener: (error: unknown) => void): void {
    this.reports.onError(listener);
  }

  /** Calls back with what ioredis does otherwise than it is known to, so that things take longer. */
  onDifference(listener: (difference: RedisTriggersError) => void): void {
    this.reports.onDifference(listener);
  }

  /** Tells one observer when Redis stops to answer on any connection, and when it answers again. */
  onSilence(observer: SilenceObserver): void {
    this.current.onSilence(observer);
  }

  /** Closes the connection for good; every command under way is rejected. */
  close(): void {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    this.credentials?.close();
    this.connecting.end();
    this.current.close();
  }
}
