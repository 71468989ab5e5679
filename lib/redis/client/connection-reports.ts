import type { Redis } from 'ioredis';
import type { ErrorCode } from '../../errors/error-codes.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import {
  explainConnectionError,
  isClosedEarly,
  isRefusal,
  isRefusedSelect,
} from '../errors/explain-connection-error.js';
import { asReplyError } from '../errors/redis-reply-error.js';
import type { IoredisObserver } from '../ioredis/command-exchange.js';
import { readOwnError } from '../ioredis/own-errors.js';
import { CloseReason } from './close-reason.js';
import { factsOf } from './connection-facts.js';

/** Explains what goes wrong with one connection, and tells those who listen. */
export class ConnectionReports implements IoredisObserver {
  private readonly errorListeners: ((error: unknown) => void)[] = [];
  private readonly differenceListeners: ((difference: RedisTriggersError) => void)[] = [];
  /** Why ioredis cannot be used; undefined if it can. */
  unusable?: RedisTriggersError;
  private refusalListener?: (error: Error) => void;
  private readonly closeReason: CloseReason;

  constructor(private readonly options: ConnectionReportsOptions) {
    const { redis } = options;
    this.closeReason = new CloseReason(redis);
    // Without a listener an error would end the process.
    redis.on('error', (error) => this.hear(error));
  }

  /** Calls back when Redis does not let the connection in, after all who listen for errors. */
  onRefusal(listener: (error: Error) => void): void {
    this.refusalListener = listener;
  }

  onError(listener: (error: unknown) => void): void {
    this.errorListeners.push(listener);
  }

  onDifference(listener: (difference: RedisTriggersError) => void): void {
    this.differenceListeners.push(listener);
  }

  /** Explains and reports an error of the connection. */
  hear(error: Error): void {
    // It only says that the connection was just closed, and would hide the reason.
    if (readOwnError(error) === 'notWritable') return;
    const explained = this.explained(error);
    if (isClosedEarly(explained)) void this.hearParting(explained);
    else this.report(explained, error);
  }

  /** The connection did not become ready, or takes long to. */
  handshakeFailed(what: string, code: 'HANDSHAKE_FAILED' | 'TLS_FAILED' = 'HANDSHAKE_FAILED'): void {
    this.hear(this.problem(code, what));
  }

  unresponsive(): void {
    const what = 'the server answers on another connection, but no longer on this one';
    this.hear(this.problem('CONNECTION_UNRESPONSIVE', what));
  }

  differs(what: string): void {
    const difference = this.problem('IOREDIS_DIFFERS', `ioredis is not as it is known: ${what}`);
    for (const listener of this.differenceListeners) listener(difference);
  }

  isUnusable(what: string): void {
    this.unusable = this.problem('IOREDIS_UNSUPPORTED', `ioredis cannot be used: ${what}`);
    this.hear(this.unusable);
    this.options.redis.disconnect();
  }

  /** The error with its place and its remedy. */
  explained(thrown: unknown): Error {
    const error = asReplyError(thrown);
    const { redis, connection } = this.options;
    return explainConnectionError(error, factsOf(error, redis, connection));
  }

  /** Reports why the server closes connections, if it says so; nothing if it has accepted one meanwhile. */
  private async hearParting(closedEarly: Error): Promise<void> {
    const { redis, closed } = this.options;
    const words = await this.closeReason.hear();
    if (redis.status === 'ready' || closed.aborted) return;
    const error = words === undefined ? closedEarly : this.explained(new Error(words));
    this.report(error, error);
  }

  private report(explained: Error, error: Error): void {
    const { redis } = this.options;
    for (const listener of this.errorListeners) listener(explained);
    if (isRefusal(explained)) this.refusalListener?.(explained);
    // ioredis would go on in database 0, and take messages that belong to others.
    if (isRefusedSelect(error)) redis.disconnect(true);
  }

  private problem(code: ErrorCode, what: string): RedisTriggersError {
    return new RedisTriggersError({ code, place: this.options.connection, what });
  }
}

export interface ConnectionReportsOptions {
  readonly redis: Redis;
  /** The connection's name. */
  readonly connection: string;
  /** Aborted when the client is closed for good. */
  readonly closed: AbortSignal;
}
