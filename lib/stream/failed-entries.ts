import { DeadLetterOutbox, type OutgoingLetter } from '../dead-letters/dead-letter-outbox.js';
import type { DeadLetterRecorder } from '../dead-letters/dead-letter-recorder.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { mostBytesWaiting } from '../listeners/window/read-budget.js';
import type { Failed } from '../messages/outcome.js';
import { sizeOf } from '../messages/raw-message.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { isConnectionLost } from '../redis/errors/error-kind.js';
import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import type { LoopLiveness } from '../time/loop-liveness.js';
import { acknowledge, lookForPending } from './entries/entry-commands.js';
import type { EntryRemoval } from './entries/entry-removal.js';
import type { HeldEntries } from './entries/held-entries.js';
import type { DeadLetterSink } from './redelivery/dead-letter-sink.js';
import type { Leases } from './redelivery/leases.js';
import type { MissingEntries } from './redelivery/missing-entries.js';
import type { RedeliverySchedule } from './redelivery/redelivery-schedule.js';

/** More than this are not tried again here: a sweep finds them when they have been idle long enough. */
const mostRemembered = 50;

/**
 * Records entries that failed for good and acknowledges them, in one step. Until that succeeds an entry stays pending, so
 * that it is not lost, and is kept from others while its letter waits in the outbox.
 */
export class FailedEntries implements DeadLetterSink {
  private readonly outbox: DeadLetterOutbox;

  constructor(private readonly options: FailedEntriesOptions) {
    const { clock, observer } = options;
    this.outbox = new DeadLetterOutbox({
      clock,
      observer,
      mostLetters: mostRemembered,
      mostBytes: mostBytesWaiting,
      queuesWhileFailing: false,
    });
  }

  /** Not live any more once an error has ended the tries to write dead letters. */
  get liveness(): LoopLiveness {
    return this.outbox.liveness;
  }

  /** Resolves when the entry is recorded, waits for that, or is left to a sweep. Never rejects. */
  giveUp(entry: StreamEntry, failure: Failed): Promise<void> {
    return this.outbox.post(new EntryLetter(this.options, entry, failure));
  }

  /** Tries nothing more; resolves when nothing is being written any more. What is left stays pending. */
  async stop(stopped: AbortSignal): Promise<void> {
    await this.outbox.end(stopped);
    await this.outbox.whenQuiet();
  }
}

/** The dead letter of an entry, which acknowledges it. */
class EntryLetter implements OutgoingLetter {
  readonly source: string;
  readonly sizeInBytes: number;
  /** Whether a try may have written it although no reply came. */
  private mayBeWritten = false;

  constructor(
    private readonly options: FailedEntriesOptions,
    readonly message: StreamEntry,
    private readonly failure: Failed,
  ) {
    this.source = message.key;
    this.sizeInBytes = sizeOf(message);
  }

  async write(): Promise<void> {
    await this.writeIfPending();
    const { descriptor, held, removal, schedule } = this.options;
    const { key, id } = this.message;
    held.release(this.message);
    signals.settled.publish();
    if (descriptor.deleteAfterProcess !== true) return;
    removal.acknowledged(key, id);
    schedule.removeSoon();
  }

  onKept(): void {
    this.options.held.keep(this.message);
  }

  /** It is still pending, and nobody holds it any more: a sweep finds it. */
  onNotKept(error: unknown): void {
    this.options.observer.failed(error);
    this.options.held.release(this.message);
  }

  private async writeIfPending(): Promise<void> {
    const { leases, missing } = this.options;
    const mayBeOthers = leases.isInDoubt(this.message);
    if ((await this.record()) || this.mayBeWritten) return;
    if (await missing.restoreEnded(this.message, mayBeOthers)) await this.record();
  }

  /** Resolves with false where the entry is not pending for this consumer. */
  private async record(): Promise<boolean> {
    const { deadLetters, descriptor, consumer } = this.options;
    const { key, id } = this.message;
    try {
      return await deadLetters.record(this.message, this.failure, {
        look: lookForPending(descriptor, consumer, this.message),
        commands: acknowledge(descriptor, key, [id]),
      });
    } catch (error) {
      this.mayBeWritten ||= isConnectionLost(error);
      throw error;
    }
  }
}

export interface FailedEntriesOptions {
  readonly descriptor: StreamFunction;
  readonly consumer: string;
  readonly deadLetters: Pick<DeadLetterRecorder, 'record'>;
  readonly held: HeldEntries;
  readonly leases: Leases;
  readonly missing: MissingEntries;
  readonly removal: EntryRemoval;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  readonly schedule: RedeliverySchedule;
}
