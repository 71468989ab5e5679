import type { CommandClient } from '../redis/commands/clients.js';
import type { PubSubFunction } from '../functions/function-descriptor.js';
import { isKeyspaceChannel } from '../functions/keyspace-channel.js';
import type { ListenerObserver } from '../listeners/listener.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';
import { mostElapsedSince, readBothClocks, type TwoTimes } from '../time/elapsed-since.js';
import { assertOnEach, isDisabled } from './keyspace-check.js';

/** How often the flags of the servers are looked at while a function listens. */
export const lookEveryInMs = 60_000;

export interface KeyspaceWatchOptions {
  readonly descriptor: PubSubFunction;
  /** The servers that publish keyspace notifications, as they are at the call. */
  readonly publishers: () => readonly CommandClient[];
  readonly logger: Logger;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered' | 'gap'>;
  readonly clock: Clock;
}

/**
 * Looks whether the servers publish the keyspace notifications that a function waits for: whenever it subscribes, and
 * each minute while it listens, because anybody may change the setting.
 */
export class KeyspaceWatch {
  private readonly isNeeded: boolean;
  /** When the flags were last known to be right. */
  private rightAt?: TwoTimes;
  private lookedAt = 0;
  private isLooking = false;
  private isUnreadable = false;
  private isOff = false;

  constructor(
    private readonly options: KeyspaceWatchOptions,
    /** Whether this process handles the messages; else another one reports the gap. */
    private readonly isForUs: () => boolean,
  ) {
    this.isNeeded = isKeyspaceChannel(options.descriptor.channel);
  }

  /** Throws KEYSPACE_NOTIFICATIONS_DISABLED where a server does not publish them, and must not be told to. */
  async assertPublished(signal: AbortSignal): Promise<void> {
    // What was added may have been lost with the server: that is in the gap of the connection.
    if (this.isNeeded) await this.look(signal, 0);
  }

  /** Looks again where the last look was a minute ago, and reports what is wrong. Never rejects. */
  async lookAgain(signal: AbortSignal): Promise<void> {
    const isDue = this.options.clock.now() - this.lookedAt >= lookEveryInMs;
    if (!this.isNeeded || !isDue || this.isLooking || this.isUnreadable) return;
    this.isLooking = true;
    try {
      await this.look(signal, lookEveryInMs);
    } catch (error) {
      // A server that cannot be asked is the trouble of its connection.
      if (isDisabled(error) && !signal.aborted) this.report(error);
    } finally {
      this.isLooking = false;
    }
  }

  private async look(signal: AbortSignal, mostAgeInMs: number): Promise<void> {
    const { descriptor, publishers, clock } = this.options;
    const asked = readBothClocks(clock);
    this.lookedAt = asked.now;
    const found = await assertOnEach(descriptor, publishers(), signal, { clock, mostAgeInMs });
    if (found === 'unreadable') this.sayUnreadable();
    if (this.isOff || (found === 'added' && this.isLooking)) this.reportGap();
    this.rightAt = asked;
    this.recovered();
  }

  private reportGap(): void {
    const { observer, clock } = this.options;
    if (!this.rightAt || !this.isForUs()) return;
    observer.gap(Math.round(mostElapsedSince(this.rightAt, clock)), 'not-published');
  }

  private report(error: unknown): void {
    this.isOff = true;
    this.options.observer.failed(error, this);
  }

  private recovered(): void {
    if (!this.isOff) return;
    this.isOff = false;
    this.options.observer.recovered(this);
  }

  /** Once: nobody can do anything about it while the program runs. */
  private sayUnreadable(): void {
    if (this.isUnreadable) return;
    this.isUnreadable = true;
    const { descriptor, logger } = this.options;
    logger.warn(
      { functionId: descriptor.id, channel: descriptor.channel },
      'the server does not permit reading notify-keyspace-events; make sure that it is set',
    );
  }
}
