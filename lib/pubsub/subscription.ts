import type { CommandClient, SubscriberClient } from '../redis/commands/clients.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { areBytesMoving, isMoving } from '../listeners/liveness/is-moving.js';
import type { ListenerObserver, ListenerBackoff } from '../listeners/listener.js';
import { PollLoop } from '../listeners/reading/poll-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';
import { readBothClocks, type TwoTimes } from '../time/elapsed-since.js';
import { whenAborted } from '../time/when-aborted.js';
import { whenTold } from '../time/when-told.js';
import type { GapTracker } from './gap-tracker.js';
import { KeyspaceWatch } from './keyspace-watch.js';
import { probeEveryInMs } from './proof-of-life.js';
import { subscribe } from './subscribe.js';

export interface SubscriptionOptions {
  readonly descriptor: PubSubFunction;
  /** The connection that all subscriptions of this connection name share. */
  readonly subscriber: SubscriberClient;
  /** The shared connection for everything else. */
  readonly command: CommandClient;
  /** The servers that publish keyspace notifications, as they are at the call. */
  readonly publishers: () => readonly CommandClient[];
  readonly logger: Logger;
  readonly observer: ListenerObserver;
  readonly clock: Clock;
}

/** What waiting cannot mend. */
const hopeless: ReadonlySet<string> = new Set([
  'KEYSPACE_NOTIFICATIONS_DISABLED',
  'SHARDED_CHANNELS_UNSUPPORTED',
]);

/** Keeps a function subscribed, again after each reconnect, and renews its lease where it is exclusive. */
export class Subscription {
  private readonly loop: PollLoop;
  /** Whether the server still answers the subscriber: the loop of an exclusive function turns all the same. */
  private readonly answers = new LoopLiveness(() => !this.isSubscribed || this.areBytesMoving());
  private readonly isConnecting: () => boolean;
  private readonly keyspace: KeyspaceWatch;
  private isSubscribed = false;
  private renewalTookInMs = 0;
  private endRest?: () => void;
  /** A subscriber sends PING every ten seconds, and the answer comes behind what was published. */
  private readonly areBytesMoving: () => boolean;
  private readonly onSubscribed = new Set<() => void>();
  private failStart: (error: unknown) => void = () => undefined;

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly gapTracker: Pick<
      GapTracker,
      'isHeld' | 'resolveGap' | 'connectionClosed' | 'subscribed' | 'connectionStood'
    >,
  ) {
    const { subscriber, command, observer, clock } = options;
    this.isConnecting = isMoving([subscriber, command]);
    this.areBytesMoving = areBytesMoving(subscriber);
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
    this.keyspace = new KeyspaceWatch(options, () => gapTracker.isHeld);
    subscriber.onClose(() => this.connectionClosed());
  }

  get loops(): readonly LoopLiveness[] {
    return [this.loop.liveness, this.answers];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.loop.backoff;
  }

  /** Resolves when it stands; rejects with what waiting cannot mend. */
  start(): Promise<void> {
    const failed = new Promise<void>((_resolve, reject) => (this.failStart = reject));
    this.loop.start();
    this.answers.recordProgress();
    return Promise.race([this.loop.started, failed]);
  }

  /** Resolves when it is not renewed any more, or when `signal` is aborted. */
  async stop(signal: AbortSignal): Promise<void> {
    await Promise.race([this.loop.stop(), whenAborted(signal)]);
    this.isSubscribed = false;
  }

  /** Redis sends in order: when PING is answered, what was published before has arrived. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    for (let answered = false; !answered && !signal.aborted;) {
      await this.options.subscriber.whenReady(signal);
      await this.whenSubscribed(signal);
      answered = await Promise.race([this.isAnswered(), whenAborted(signal).then(() => false)]);
    }
  }

  /** Asks for the lease at once. */
  hurry(): void {
    this.endRest?.();
  }

  /** Subscribes where it is not subscribed; else waits until the connection closes, or for a second. */
  private async turn(signal: AbortSignal): Promise<void> {
    const { descriptor, subscriber } = this.options;
    const { liveness } = this.loop;
    if (this.isSubscribed) {
      const isClosed = await liveness.during(() => subscriber.isReady, this.rest(signal));
      if (signal.aborted) return;
      // A master that came while it subscribed was not told of.
      if (isClosed) this.connectionClosed();
      if (!this.isSubscribed) throw this.connectionLost();
      if (descriptor.exclusive) await this.renew();
      return;
    }
    await liveness.during(this.isConnecting, subscriber.whenReady(signal));
    if (signal.aborted) return;
    const askedAt = await this.subscribe(signal);
    this.isSubscribed = true;
    this.gapTracker.subscribed(askedAt);
    for (const note of this.onSubscribed) note();
    await this.renew();
    // The script had to be sent as well: on a slow link the lease may be over before the next renewal.
    if (descriptor.exclusive && this.renewalTookInMs > probeEveryInMs) await this.renew();
  }

  /** On a slow link the lease would be over if the next renewal waited a second more than this one. */
  private async renew(): Promise<void> {
    const { clock } = this.options;
    const askedAt = clock.now();
    await this.gapTracker.resolveGap();
    this.renewalTookInMs = clock.now() - askedAt;
  }

  /** Resolves with whether the subscription has to be made anew. */
  private async rest(signal: AbortSignal): Promise<boolean> {
    const { subscriber, clock } = this.options;
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end);
    this.endRest = end;
    const restInMs = Math.max(0, probeEveryInMs - this.renewalTookInMs);
    const wakesAt = clock.now() + restInMs;
    const closed = subscriber.whenClosed(over.signal).then(() => !over.signal.aborted);
    const slept = clock.sleep(restInMs, over.signal).then(() => false);
    const isClosed = await Promise.race([closed, slept]);
    if (!isClosed && !over.signal.aborted) {
      this.gapTracker.connectionStood(clock.now() - wakesAt);
      void this.keyspace.lookAgain(signal);
    }
    end();
    signal.removeEventListener('abort', end);
    return isClosed;
  }

  private connectionClosed(): void {
    this.gapTracker.connectionClosed(this.isSubscribed);
    this.isSubscribed = false;
  }

  private async whenSubscribed(signal: AbortSignal): Promise<void> {
    if (!this.isSubscribed) await whenTold(this.onSubscribed, signal);
  }

  /** Whether the subscriber gets an answer, be it an error; not where its connection is lost meanwhile. */
  private isAnswered(): Promise<boolean> {
    return this.options.subscriber.send(['PING']).then(
      () => this.isSubscribed,
      (error: unknown) => !(error instanceof RedisTriggersError),
    );
  }

  /** Resolves with the time at which the subscription was asked for, once it is confirmed. */
  private async subscribe(signal: AbortSignal): Promise<TwoTimes> {
    const { descriptor, subscriber, command, clock } = this.options;
    try {
      // An exclusive function's lease needs it as well.
      await this.loop.liveness.during(this.isConnecting, command.whenReady(signal));
      await this.keyspace.assertPublished(signal);
      const askedAt = readBothClocks(clock);
      await subscribe(descriptor, subscriber);
      return askedAt;
    } catch (error) {
      // At the start somebody waits for the answer; later the loop goes on trying.
      if (error instanceof RedisTriggersError && hopeless.has(error.code)) this.failStart(error);
      throw error;
    }
  }

  private connectionLost(): RedisTriggersError {
    const what = 'the connection of the subscriptions closed';
    return new RedisTriggersError({
      code: 'CONNECTION_LOST',
      place: this.options.descriptor.connection,
      what,
    });
  }
}
