import type { Redis } from 'ioredis';
import { backoffDelay } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import { ignoreRejection } from '../../time/ignore-rejection.js';
import { connectionFunctionFailed } from '../errors/connection-function-failed.js';
import type { ClientCredentials } from './client-credentials.js';
import type { ConnectionReports } from './connection-reports.js';
import { firstEvent } from './first-event.js';
import { watchHandshake, type HandshakeObserver } from './handshake-watch.js';
import type { RedisConnection } from './redis-connection.js';
import { watchTls } from './tls-watch.js';

/** Connects one client, again and again if need be. */
export class Connecting implements HandshakeObserver {
  private isOpening = false;
  private underWay?: Promise<void> | undefined;
  private stepCount = 0;
  /** Ends the tries that wait for an event, because none comes if `connect()` threw. */
  private readonly tries = new Set<() => void>();
  private readonly endWatches: readonly (() => void)[];

  constructor(private readonly options: ConnectingOptions) {
    const { redis, current, reports } = options;
    for (const step of steps) redis.on(step, () => this.moved());
    this.endWatches = [
      watchHandshake(redis, current.traffic, this),
      watchTls(redis, (what) => reports.handshakeFailed(what, 'TLS_FAILED')),
    ];
  }

  /** How many steps towards a connection there were so far: it changes while the client tries to connect. */
  get steps(): number {
    return this.stepCount;
  }

  /** Whether it waits for credentials, which their source tries to get again and again. */
  get awaitsCredentials(): boolean {
    return this.isOpening;
  }

  /** There was a step towards a connection, or bytes have come. */
  moved(): void {
    this.stepCount += 1;
  }

  failed(what: string): void {
    this.options.reports.handshakeFailed(what);
  }

  /** Resolves when commands can be sent, or when `signal` is aborted. */
  async whenReady(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !this.isReady && !signal.aborted; failures++) {
      if (failures > 0) await this.options.clock.sleep(backoffDelay(failures), signal);
      if (!signal.aborted && !this.isReady) await this.connectOnce(signal);
    }
  }

  /** Connects without anybody waiting; with one backoff, however often a command is refused meanwhile. */
  inBackground(): void {
    const { closed } = this.options;
    if (closed.aborted) return;
    this.underWay ??= this.whenReady(closed).finally(() => (this.underWay = undefined));
  }

  /** Ends what would go on after the client is closed. */
  end(): void {
    for (const end of this.endWatches) end();
  }

  private get isReady(): boolean {
    return this.options.current.isReady;
  }

  private get isIdle(): boolean {
    const { closed, redis } = this.options;
    return !closed.aborted && (redis.status === 'wait' || redis.status === 'end');
  }

  /** One try to become ready, from whatever state the client is in. */
  private async connectOnce(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end);
    this.tries.add(end);
    const settled = firstEvent(this.options.redis, ['ready', 'end'], over.signal);
    this.connect();
    await settled;
    this.tries.delete(end);
    signal.removeEventListener('abort', end);
  }

  /** Begins to connect, if ioredis will not do so by itself. */
  private connect(): void {
    if (this.isOpening || !this.isIdle) return;
    this.isOpening = true;
    void this.open();
  }

  private async open(): Promise<void> {
    const { credentials, redis, connection } = this.options;
    await credentials?.whenGranted();
    this.isOpening = false;
    if (!this.isIdle) return;
    try {
      // An event says why it rejects.
      ignoreRejection(redis.connect());
    } catch (thrown) {
      // A client from a connection function may have a `connect` of its own, which throws.
      redis.emit('error', connectionFunctionFailed(connection, 'connect() of its client threw', thrown));
      for (const end of this.tries) end();
    }
  }
}

export interface ConnectingOptions {
  readonly redis: Redis;
  /** The connection's name. */
  readonly connection: string;
  readonly clock: Clock;
  /** Aborted when the client is closed for good. */
  readonly closed: AbortSignal;
  /** Where it has to wait for user and password first. */
  readonly credentials: Pick<ClientCredentials, 'whenGranted'> | undefined;
  readonly current: Pick<RedisConnection, 'isReady' | 'traffic'>;
  readonly reports: Pick<ConnectionReports, 'handshakeFailed'>;
}

/** Events of ioredis that are a step towards a connection, or the end of a try. */
const steps = ['connecting', 'connect', 'ready', 'close', 'reconnecting', 'end', 'error', 'sentinelError'];
