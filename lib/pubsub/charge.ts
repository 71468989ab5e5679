import type { CommandSender } from '../connection/command-sender.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { GapReason } from '../messages/gap.js';
import type { Clock } from '../time/clock.js';
import { ExclusiveLease } from './exclusive-lease.js';

/** What a charge is made of. */
export interface ChargeParts {
  readonly descriptor: PubSubFunction;
  readonly command: CommandSender;
  readonly observer: Pick<ListenerObserver, 'gap'>;
  readonly clock: Clock;
}

/** Knows whether what is published is for this process, and since when it has been for nobody. */
export class Charge {
  /** Of an exclusive function only: all others are always for this process. */
  private readonly lease?: ExclusiveLease;
  /** When the subscription was lost; undefined while it stands and before it first did. */
  private lostAt?: number;

  constructor(private readonly parts: ChargeParts) {
    const { descriptor, command, clock } = parts;
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

  /** The connection closed; `isSubscribed` tells whether the subscription stood until then. */
  lose(isSubscribed: boolean): void {
    // Also of one that stands by: it may be the one to take over from a server that has forgotten the lease.
    if (isSubscribed) this.lostAt ??= this.parts.clock.now();
    this.lease?.doubt();
  }

  /** Says since when messages were missed, if it is for this process to say. */
  async take(): Promise<void> {
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

  /**
   * A message is for another process, or for nobody: then a gap has begun. Gives whether it is to be asked at once
   * for whom.
   */
  passOver(): boolean {
    if (!this.lease?.hasLapsed) return false;
    this.lostAt ??= this.parts.clock.now();
    return true;
  }

  /** Lets another process have it at once. */
  async release(): Promise<void> {
    await this.lease?.release();
  }

  private reportGap(reason: GapReason): void {
    const { lostAt } = this;
    if (lostAt === undefined) return;
    this.lostAt = undefined;
    const { observer, clock } = this.parts;
    observer.gap(clock.now() - lostAt, reason);
  }
}
