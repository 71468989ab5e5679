import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Failed } from '../../messages/outcome.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import { backoffDelay } from '../../time/backoff.js';
import type { Clock } from '../../time/clock.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { EntryRef } from '../entries/held-entry.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { DeadLetterSink } from './dead-letter-sink.js';
import type { Leases } from './leases.js';
import type { RedeliverySchedule } from './redelivery-schedule.js';

/**
 * More failed entries than this are not remembered here: a sweep finds them when they have been idle long enough.
 * Of postponed ones as many wait beside the invocations.
 */
const mostRemembered = 1_000;

/** What deciding about the next delivery of an entry needs. */
export interface EntryRetriesOptions {
  readonly descriptor: StreamFunction;
  readonly clock: Clock;
  readonly observer: Pick<ListenerObserver, 'failed'>;
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly leases: Leases;
  readonly schedule: RedeliverySchedule;
  readonly deadLetters: DeadLetterSink;
  /** Aborted when nothing more is delivered. */
  readonly quiescing: AbortSignal;
}

/** Decides when an entry that was not handled is delivered again. */
export class EntryRetries {
  constructor(private readonly options: EntryRetriesOptions) {}

  /** A handler failed: its entry is delivered again after a rest, which grows with each delivery. */
  async failed(entry: StreamEntry, failure: Failed): Promise<void> {
    const { descriptor, clock, held, schedule, deadLetters } = this.options;
    if (entry.deliveryCount >= descriptor.maxDeliveryCount) {
      await deadLetters.giveUp(entry, failure);
    } else if (held.count('retrying') >= mostRemembered) {
      held.release(entry);
    } else {
      const bounds = { minimumInMs: 1_000, maximumInMs: Math.max(1_000, descriptor.claimIdleInMs) };
      held.retryAt(entry, clock.now() + backoffDelay(entry.deliveryCount, bounds));
      schedule.wake();
    }
  }

  /**
   * A handler wants its entry later. This delivery does not count, wherever the entry is delivered next. Where too
   * many wait for that already, the entry keeps its permit meanwhile.
   */
  async postponed(entry: StreamEntry, delayInMs: number): Promise<void> {
    const { clock, observer, held, schedule, quiescing } = this.options;
    const keepsPermit = held.count('postponed') >= mostRemembered;
    const dueAt = clock.now() + delayInMs;
    const ref = uncounted(entry);
    // Not due before Redis has answered, because a delivery that overtook this would be uncounted.
    await this.uncount(ref).catch((error: unknown) => observer.failed(error));
    held.postpone(ref, dueAt);
    schedule.wake();
    if (keepsPermit) await clock.sleep(Math.max(0, dueAt - clock.now()), quiescing);
  }

  /**
   * A stop came before its handler could begin, or end: whoever claims it may have it at once. Its delivery does not
   * count, because nothing is wrong with it: else a few deployments would end a message whose retries take long.
   */
  cancelled(entry: StreamEntry): void {
    this.options.held.retryAt(uncounted(entry), this.options.clock.now());
  }

  private async uncount(entry: EntryRef): Promise<void> {
    const { held, leases, pending } = this.options;
    if (leases.isInDoubt(entry)) await leases.renew();
    if (!held.isTaken(entry)) await pending.uncount(entry);
  }
}

function uncounted({ key, id, deliveryCount }: StreamEntry): EntryRef {
  return { key, id, deliveryCount: deliveryCount - 1 };
}
