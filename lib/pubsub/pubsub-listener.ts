import type { MessageHandler } from '../redis/commands/clients.js';
import { InvocationWindow } from '../listeners/window/invocation-window.js';
import type { WorkActions } from '../listeners/window/work-actions.js';
import type { Listener, ListenerOptions, ListenerBackoff, StopPhases } from '../listeners/listener.js';
import { PostponedWorks } from '../listeners/window/postponed-works.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { whenAborted } from '../time/when-aborted.js';
import type { Permit } from '../messages/permit.js';
import { ChannelMessage } from '../messages/channel-message.js';
import { actOn, type Outcome, type OutcomeActions, type Postponed } from '../messages/outcome.js';
import { GapTracker } from './gap-tracker.js';
import { FailedMessages } from './failed-messages.js';
import { keyspaceDoubt } from './keyspace-doubt.js';
import { MessageBuffer } from './message-buffer.js';
import { messageSize } from './message-size.js';
import { Subscription, type SubscriptionOptions } from './subscription.js';

export interface PubSubListenerOptions extends ListenerOptions, SubscriptionOptions {
  /** That of the connection, where it is known. */
  readonly database?: number | undefined;
}

/** Subscribes, again after each reconnect, and has each message executed. */
export class PubSubListener implements Listener {
  private readonly gapTracker: GapTracker;
  private readonly subscription: Subscription;
  private readonly window: InvocationWindow<ChannelMessage>;
  private readonly buffer: MessageBuffer;
  private readonly subscriptionName: Buffer;
  private isStopping = false;
  private readonly postponed: PostponedWorks<ChannelMessage>;
  private readonly failed: FailedMessages;
  /** Messages that were written off at a stop: what becomes of them later changes nothing. */
  private writtenOff: ReadonlySet<ChannelMessage> = new Set();
  private readonly actions: OutcomeActions<ChannelMessage, Promise<void> | undefined> = {
    succeeded: () => undefined,
    dropped: () => undefined,
    cancelled: (message) => this.failed.recordStopped(message),
    failed: (message, failure) => this.failed.record(message, failure),
    postponed: (message, outcome) => this.postpone(message, outcome),
  };

  constructor(private readonly options: PubSubListenerOptions) {
    const { descriptor, subscriber, clock } = options;
    this.subscriptionName = Buffer.from(descriptor.channel);
    const limits = { concurrency: descriptor.concurrency, prefetch: descriptor.bufferLimit };
    const actions: WorkActions<ChannelMessage> = {
      execute: (message, permit) => this.execute(message, permit),
      settle: (message, outcomes) => this.settle(message, outcomes),
    };
    this.window = new InvocationWindow(limits, actions, undefined, (thrown) => {
      options.observer.failed(thrown);
      options.observer.lost('an error of this library left a message that was not settled', 1);
    });
    this.buffer = new MessageBuffer(descriptor, this.window);
    const room = { sizeOf: messageSize, mostBytes: descriptor.bufferLimitInBytes };
    this.postponed = new PostponedWorks(clock, (message) => this.enqueue(message), room);
    this.failed = new FailedMessages(options);
    this.gapTracker = new GapTracker(options);
    this.subscription = new Subscription(options, this.gapTracker);
    const receive: MessageHandler = (channel, body, pattern) => this.receive(channel, body, pattern);
    if (descriptor.sharded) subscriber.onShardedMessage(receive);
    else subscriber.onMessage(receive);
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  get waiting(): number {
    return this.window.waits;
  }

  get owes(): boolean {
    return this.window.inFlight > 0 || this.window.waits > 0 || !this.failed.isEmpty;
  }

  get loops(): readonly LoopLiveness[] {
    return [...this.subscription.loops, this.window.liveness, this.failed.liveness];
  }

  get backoff(): ListenerBackoff | undefined {
    return this.subscription.backoff;
  }

  get isStandby(): boolean | undefined {
    return this.gapTracker.isStandby;
  }

  start(): Promise<void> {
    const { descriptor, database, logger } = this.options;
    const doubt = keyspaceDoubt(descriptor, database);
    if (doubt) logger.warn({ functionId: descriptor.id, channel: descriptor.channel }, doubt);
    return this.subscription.start();
  }

  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.subscription.caughtUp(signal);
    await this.window.whenIdle(signal);
  }

  /**
   * What was received is handled while there is time; Redis has no second copy of it. So is what was postponed,
   * at once. What has begun and is not handled in the end is written off.
   */
  async stop({ giveUp, writeOff, deadline }: StopPhases): Promise<void> {
    this.isStopping = true;
    this.buffer.addAll(this.postponed.close());
    await this.subscription.stop(giveUp);
    await Promise.race([this.gapTracker.release().catch(() => undefined), whenAborted(giveUp)]);
    await this.window.whenIdle(giveUp);
    const unhandled = this.window.close().length;
    if (unhandled > 0)
      this.options.observer.lost('messages had not been handled when the stop had to end', unhandled);
    await this.window.whenIdle(writeOff);
    this.writtenOff = new Set(this.window.unfinished.filter((message) => !this.failed.has(message)));
    for (const message of this.writtenOff) void this.failed.recordStopped(message);
    await this.failed.end(deadline);
  }

  private receive(channel: Buffer, body: Buffer, pattern?: Buffer): void {
    const { descriptor } = this.options;
    // On a busy channel, a stop would otherwise never see the end of it.
    if (this.isStopping) return;
    if ((pattern !== undefined) !== descriptor.pattern) return;
    if (!this.subscriptionName.equals(pattern ?? channel)) return;
    if (!this.gapTracker.isHeld) {
      if (this.gapTracker.noteUnhandled()) this.subscription.hurry();
      return;
    }
    const matched = pattern && descriptor.channel;
    this.enqueue(new ChannelMessage(channel.toString(), body, matched, channel));
  }

  private enqueue(message: ChannelMessage): void {
    const pushedOut = this.buffer.push(message);
    if (pushedOut > 0) this.options.observer.lost('the buffer is full: the oldest are lost', pushedOut);
  }

  private execute(message: ChannelMessage, permit: Permit): readonly Outcome[] | Promise<readonly Outcome[]> {
    this.buffer.started(message);
    return this.options.executor.execute([message], permit);
  }

  private settle(message: ChannelMessage, [outcome]: readonly Outcome[]): Promise<void> | undefined {
    return outcome && !this.writtenOff.has(message) ? actOn(this.actions, message, outcome) : undefined;
  }

  private postpone(message: ChannelMessage, { delayInMs, isBusy }: Postponed): Promise<void> | undefined {
    if (!this.isStopping) return this.postponed.add(message, delayInMs);
    // What another invocation has is not lost with this copy.
    return isBusy ? undefined : this.failed.recordStopped(message);
  }
}
