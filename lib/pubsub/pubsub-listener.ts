import type { CommandClient, MessageHandler, SubscriberClient } from '../connection/client.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { InvocationWindow } from '../listeners/invocation-window.js';
import { isMoving } from '../listeners/is-moving.js';
import type { Listener, ListenerParts, Rest, StopPhases } from '../listeners/listener.js';
import { PollLoop } from '../listeners/poll-loop.js';
import { PostponedWorks } from '../listeners/postponed-works.js';
import { Pulse } from '../listeners/pulse.js';
import { createSharedAbortController } from '../time/shared-abort-controller.js';
import { whenAborted } from '../time/when-aborted.js';
import { whenTold } from '../time/when-told.js';
import type { GapReason } from '../messages/gap.js';
import type { Place } from '../messages/place.js';
import { ChannelMessage } from '../messages/channel-message.js';
import { actOn, type Failed, type Outcome, type OutcomeActions } from '../messages/outcome.js';
import type { Logger } from '../logging/logger.js';
import { ExclusiveLease, renewEveryInMs } from './exclusive-lease.js';
import { assertOnEach } from './keyspace-check.js';
import { isKeyspaceChannel } from './keyspace-flags.js';
import { subscribe } from './subscribe.js';

/** What a pub/sub listener is made of. */
export interface PubSubListenerParts extends ListenerParts {
  readonly descriptor: PubSubFunction;
  /** The connection that all subscriptions of this connection name share. */
  readonly subscriber: SubscriberClient;
  /** The shared connection for everything else. */
  readonly command: CommandClient;
  /** The servers that publish keyspace notifications, as they are at the call. */
  readonly publishers: () => readonly CommandClient[];
  readonly logger: Logger;
}

/** What waiting cannot mend. */
const hopeless: ReadonlySet<string> = new Set([
  'KEYSPACE_NOTIFICATIONS_DISABLED',
  'SHARDED_CHANNELS_UNSUPPORTED',
]);

/** Subscribes, again after each reconnect, and has each message executed. */
export class PubSubListener implements Listener {
  private readonly loop: PollLoop;
  /** Whether the server still answers the subscriber: the loop of an exclusive function turns all the same. */
  private readonly answers = new Pulse(() => !this.isSubscribed || this.isAnswering());
  private readonly isConnecting: () => boolean;
  private readonly window: InvocationWindow<ChannelMessage>;
  private readonly abandoning = createSharedAbortController();
  private readonly subscriptionName: Buffer;
  private readonly lease?: ExclusiveLease;
  /** When the subscription was lost; undefined while it stands and before it first did. */
  private lostAt?: number;
  private isSubscribed = false;
  private endRest?: () => void;
  private repliesSeen = -1;
  private readonly onSubscribed = new Set<() => void>();
  private isStopping = false;
  private readonly postponed: PostponedWorks<ChannelMessage>;
  private readonly actions: OutcomeActions<ChannelMessage, Promise<void> | undefined> = {
    succeeded: () => undefined,
    dropped: () => undefined,
    cancelled: () => undefined,
    failed: (message, failure) => this.recordDeadLetter(message, failure),
    postponed: (message, { delayInMs }) => this.postpone(message, delayInMs),
  };
  private refuse: (error: unknown) => void = () => undefined;

  constructor(private readonly parts: PubSubListenerParts) {
    const { descriptor, subscriber, observer, clock } = parts;
    this.subscriptionName = Buffer.from(descriptor.channel);
    const limits = { concurrency: descriptor.concurrency, prefetch: descriptor.bufferLimit };
    this.window = new InvocationWindow(limits, (message, place) => this.handle(message, place));
    this.postponed = new PostponedWorks(clock, (message) => this.window.add([message]));
    this.isConnecting = isMoving([subscriber, parts.command]);
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
    if (descriptor.exclusive) this.lease = new ExclusiveLease(descriptor, parts.command, clock);
    const receive: MessageHandler = (channel, body, pattern) => this.receive(channel, body, pattern);
    if (descriptor.sharded) subscriber.onShardedMessage(receive);
    else subscriber.onMessage(receive);
    subscriber.onClose(() => {
      // Also of one that stands by: it may be the one to take over from a server that has forgotten the lease.
      if (this.isSubscribed) this.lostAt ??= clock.now();
      this.isSubscribed = false;
      this.lease?.doubt();
    });
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  get waiting(): number {
    return this.window.waits;
  }

  get pulses(): readonly Pulse[] {
    return [this.loop.pulse, this.answers];
  }

  get backoff(): Rest | undefined {
    return this.loop.backoff;
  }

  get isStandby(): boolean | undefined {
    return this.lease && !this.lease.isHeld;
  }

  start(): Promise<void> {
    const refused = new Promise<void>((_resolve, reject) => (this.refuse = reject));
    this.loop.start();
    this.answers.beat();
    return Promise.race([this.loop.started, refused]);
  }

  /** Redis sends in order: when PING is answered, what was published before has arrived. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    for (let answered = false; !answered && !signal.aborted;) {
      await this.parts.subscriber.whenReady(signal);
      await this.whenSubscribed(signal);
      answered = await Promise.race([this.isAnswered(), whenAborted(signal).then(() => false)]);
    }
    await this.window.whenIdle(signal);
  }

  /**
   * What was received is handled while there is time; Redis has no second copy of it. So is what was postponed,
   * at once.
   */
  async stop({ giveUp, abandon }: StopPhases): Promise<void> {
    abandon.addEventListener('abort', () => this.abandoning.abort(), { once: true });
    this.isStopping = true;
    this.window.add(this.postponed.close());
    await Promise.race([this.loop.stop(), whenAborted(giveUp)]);
    this.isSubscribed = false;
    if (this.lease) await Promise.race([this.lease.release().catch(() => undefined), whenAborted(giveUp)]);
    await this.window.whenIdle(giveUp);
    const dropped = this.window.close().length;
    if (dropped > 0)
      this.parts.observer.lost('messages had not been handled when the stop had to end', dropped);
    await this.window.whenIdle(abandon);
  }

  /** Subscribes where it is not subscribed; else waits until the connection closes, or the lease wants renewing. */
  private async turn(signal: AbortSignal): Promise<void> {
    const { subscriber } = this.parts;
    const { pulse } = this.loop;
    if (this.isSubscribed) {
      await pulse.during(() => subscriber.isReady, this.rest(signal));
      if (signal.aborted) return;
      // What changed while it subscribed was not heard of: whoever has no lease rests until it is closed.
      if (!this.lease) this.isSubscribed = false;
      if (!this.isSubscribed) throw this.connectionLost();
      await this.takeCharge();
      return;
    }
    await pulse.during(this.isConnecting, subscriber.whenReady(signal));
    if (signal.aborted) return;
    await this.subscribe(signal);
    this.isSubscribed = true;
    for (const note of this.onSubscribed) note();
    await this.takeCharge();
  }

  private async rest(signal: AbortSignal): Promise<void> {
    const { subscriber, clock } = this.parts;
    if (!this.lease) return subscriber.whenClosed(signal);
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end);
    this.endRest = end;
    const closed = subscriber.whenClosed(over.signal);
    await Promise.race([closed, clock.sleep(renewEveryInMs, over.signal)]);
    end();
    signal.removeEventListener('abort', end);
  }

  /** Whether what is published now is for this process. */
  private get isInCharge(): boolean {
    return this.lease?.isHeld ?? true;
  }

  /** Says since when messages were missed, if it is for this process to say. */
  private async takeCharge(): Promise<void> {
    const reason = this.lostAt === undefined ? 'no-holder' : 'connection-lost';
    if (this.lease) {
      const { isHeld, unheldForInMs } = await this.lease.hold();
      // Else another process handles them, and there is no gap.
      if (!isHeld) this.lostAt = undefined;
      // Until then another process may have handled them while this one was not subscribed.
      else if (unheldForInMs > 0) this.lostAt = this.parts.clock.now() - unheldForInMs;
    }
    this.reportGap(reason);
  }

  /** Whether the server has answered since this was last asked: a subscriber sends PING every ten seconds. */
  private isAnswering(): boolean {
    const { replies } = this.parts.subscriber;
    const isNew = replies !== this.repliesSeen;
    this.repliesSeen = replies;
    return isNew;
  }

  private async whenSubscribed(signal: AbortSignal): Promise<void> {
    if (!this.isSubscribed) await whenTold(this.onSubscribed, signal);
  }

  /** Whether the subscriber gets an answer, be it an error; not where its connection is lost meanwhile. */
  private isAnswered(): Promise<boolean> {
    return this.parts.subscriber.send(['PING']).then(
      () => this.isSubscribed,
      (error: unknown) => !(error instanceof RedisTriggersError),
    );
  }

  private async subscribe(signal: AbortSignal): Promise<void> {
    const { descriptor, subscriber } = this.parts;
    try {
      await this.checkKeyspace(signal);
      await subscribe(descriptor, subscriber);
    } catch (error) {
      // At the start somebody waits for the answer; later the loop goes on trying.
      if (error instanceof RedisTriggersError && hopeless.has(error.code)) this.refuse(error);
      throw error;
    }
  }

  private async checkKeyspace(signal: AbortSignal): Promise<void> {
    const { command, descriptor, logger, publishers } = this.parts;
    // An exclusive function's lease needs it as well.
    await this.loop.pulse.during(this.isConnecting, command.whenReady(signal));
    if (!isKeyspaceChannel(descriptor.channel)) return;
    if (await assertOnEach(descriptor, publishers(), signal)) return;
    const fields = { functionId: descriptor.id, channel: descriptor.channel };
    logger.warn(
      fields,
      'the server does not permit reading notify-keyspace-events; make sure that it is set',
    );
  }

  private receive(channel: Buffer, body: Buffer, pattern?: Buffer): void {
    const { descriptor, observer } = this.parts;
    // On a busy channel, a stop would otherwise never see the end of it.
    if (this.isStopping) return;
    if (!this.isInCharge) {
      this.passOver();
      return;
    }
    if ((pattern !== undefined) !== descriptor.pattern) return;
    if (!this.subscriptionName.equals(pattern ?? channel)) return;
    if (this.window.room <= 0 && this.window.dropOldest()) {
      observer.lost('the buffer is full: the oldest message was dropped', 1);
    }
    this.window.add([new ChannelMessage(channel.toString(), body, pattern && descriptor.channel)]);
  }

  /** A message is for another process, or for nobody: then it is asked at once for whom, and a gap has begun. */
  private passOver(): void {
    if (!this.lease?.hasLapsed) return;
    this.lostAt ??= this.parts.clock.now();
    this.endRest?.();
  }

  private handle(message: ChannelMessage, place: Place): Promise<void> | undefined {
    const outcomes = this.parts.executor.execute([message], place);
    if (outcomes instanceof Promise) return outcomes.then((all) => this.settle(message, all));
    return this.settle(message, outcomes);
  }

  private settle(message: ChannelMessage, [outcome]: readonly Outcome[]): Promise<void> | undefined {
    return outcome && actOn(this.actions, message, outcome);
  }

  private async postpone(message: ChannelMessage, delayInMs: number): Promise<void> {
    if (this.isStopping) this.parts.observer.lost('a message was postponed while the runtime stopped', 1);
    else await this.postponed.add(message, delayInMs);
  }

  private async recordDeadLetter(message: ChannelMessage, failure: Failed): Promise<void> {
    const { deadLetters, descriptor, observer } = this.parts;
    if (!descriptor.deadLetter) return;
    try {
      await deadLetters.recordAtAllCosts(message, failure, this.abandoning.signal);
    } catch (error) {
      observer.troubled(error);
      observer.lost('a message that failed could not be written to its dead letters', 1);
    }
  }

  private reportGap(reason: GapReason): void {
    const { lostAt } = this;
    if (lostAt === undefined) return;
    this.lostAt = undefined;
    const { observer, clock } = this.parts;
    observer.gap(clock.now() - lostAt, reason);
  }

  private connectionLost(): RedisTriggersError {
    const what = 'the connection of the subscriptions closed';
    return new RedisTriggersError({ code: 'CONNECTION_LOST', place: this.parts.descriptor.connection, what });
  }
}
