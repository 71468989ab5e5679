import type { CommandSender } from '../redis/commands/command-sender.js';
import type { SubscriberClient } from '../redis/commands/clients.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { GapReason } from '../messages/gap.js';
import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import { before, mostElapsedSince, readBothClocks, type TwoTimes } from '../time/elapsed-since.js';
import { ExclusiveLease } from './exclusive-lease.js';
import { ProofOfLife } from './proof-of-life.js';

export interface GapTrackerOptions {
  readonly descriptor: PubSubFunction;
  readonly subscriber: SubscriberClient;
  readonly command: CommandSender;
  readonly observer: Pick<ListenerObserver, 'gap'>;
  readonly clock: Clock;
}

/** Knows whether what is published is for this process, and since when it has been for nobody. */
export class GapTracker {
  /** Of an exclusive function only: all others are always for this process. */
  private readonly lease?: ExclusiveLease;
  private readonly proof: ProofOfLife;
  /** When the present subscription was asked for. */
  private subscribedAt?: TwoTimes;
  /** When the subscription last stood for certain; undefined while it stands and before it first did. */
  private lostAt?: TwoTimes | undefined;
  private blockedForInMs?: number | undefined;

  constructor(private readonly options: GapTrackerOptions) {
    const { descriptor, subscriber, command, clock } = options;
    this.proof = ProofOfLife.of(subscriber, clock);
    if (descriptor.exclusive) this.lease = new ExclusiveLease(descriptor, command, clock);
  }

  /** Whether what is published now is for this process. */
  get isHeld(): boolean {
    return this.lease?.isHeld ?? true;
  }

  /** Whether another process handles the messages; undefined where several do. */
  get isStandby(): boolean | undefined {
    return this.lease && !this.lease.isHeld;
  }

  /** The server has confirmed a subscription that was asked for at this time. */
  subscribed(askedAt: TwoTimes): void {
    this.subscribedAt = askedAt;
  }

  /** Time has passed in which the connection stayed open; a timer fired `lateInMs` after its time. */
  connectionStood(lateInMs: number): void {
    this.proof.timerWasLate(lateInMs);
    void this.proof.probe();
  }

  /** The connection closed; `isSubscribed` tells whether the subscription stood until then. */
  connectionClosed(isSubscribed: boolean): void {
    // Also of one that stands by: it may be the one to take over from a server that has forgotten the lease.
    if (isSubscribed) this.beginGap();
    this.lease?.doubt();
  }

  /** Asks for the lease, if there is one, and reports since when messages were missed, if that is this process' to report. */
  async resolveGap(): Promise<void> {
    const reason = this.lostAt === undefined ? 'no-holder' : 'connection-lost';
    if (this.lease) {
      const { isHeld, unheldForInMs } = await this.lease.hold(this.provenAt);
      // Else another process handles them, and there is no gap.
      if (!isHeld) this.endGap();
      // Until then another process may have handled them while this one was not subscribed.
      else if (unheldForInMs > 0) this.lostAt = before(readBothClocks(this.options.clock), unheldForInMs);
    }
    this.reportGap(reason);
    signals.healthChanged.publish();
  }

  /**
   * A message came while this process does not hold the lease: it is for another process or, where the lease has lapsed, for
   * nobody, and then a gap has begun. Returns whether the lease should be asked for now.
   */
  noteUnhandled(): boolean {
    if (!this.lease?.hasLapsed) return false;
    this.beginGap();
    return true;
  }

  /** Lets another process have it at once. */
  async release(): Promise<void> {
    await this.lease?.release(this.provenAt);
  }

  /** Until when everything that was published has certainly arrived. */
  private get provenAt(): TwoTimes {
    const { subscribedAt, proof } = this;
    const asked = subscribedAt ?? readBothClocks(this.options.clock);
    return proof.provenAt && proof.provenAt.now > asked.now ? proof.provenAt : asked;
  }

  private beginGap(): void {
    if (this.lostAt !== undefined) return;
    this.lostAt = this.provenAt;
    this.blockedForInMs = this.proof.blockedSince(this.lostAt);
  }

  private endGap(): void {
    this.lostAt = undefined;
    this.blockedForInMs = undefined;
  }

  private reportGap(reason: GapReason): void {
    const { lostAt, blockedForInMs } = this;
    if (lostAt === undefined) return;
    this.endGap();
    const { observer, clock } = this.options;
    // Rounded up, because a gap must not begin after the first message that was missed.
    observer.gap(Math.ceil(mostElapsedSince(lostAt, clock)), reason, blockedForInMs);
  }
}
