import type { Acknowledger } from '../listeners/acknowledger.js';
import { settleEach } from '../listeners/settle-each.js';
import type { Settlement } from '../listeners/window/settlement.js';
import {
  isFinal,
  isSucceeded,
  type Failed,
  type Outcome,
  type OutcomeActions,
  type Postponed,
} from '../messages/outcome.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { HeldEntries } from './entries/held-entries.js';
import { nameOf } from './entries/held-entry.js';
import type { DeadLetterSink } from './redelivery/dead-letter-sink.js';
import type { EntryRetries } from './redelivery/entry-retries.js';

/** Where entries go when their handler has ended. */
export interface EntrySettlementOptions {
  readonly held: HeldEntries;
  readonly acknowledger: Acknowledger<string>;
  readonly retries: EntryRetries;
  readonly deadLetters: DeadLetterSink;
}

/** Does what the outcome of an entry asks for. */
export class EntrySettlement implements Settlement<StreamEntry>, OutcomeActions<StreamEntry, unknown> {
  constructor(private readonly options: EntrySettlementOptions) {}

  settle(work: readonly StreamEntry[], outcomes: readonly Outcome[]): Promise<void> | undefined {
    if (!outcomes.every(isSucceeded)) return this.settleEach(work, outcomes);
    const { acknowledger } = this.options;
    for (const { key, id } of work) acknowledger.acknowledge(key, id);
    // Keeps its permit meanwhile: else a function that may not acknowledge would read the whole stream.
    return acknowledger.isBehind ? acknowledger.whenFlushed() : undefined;
  }

  private async settleEach(work: readonly StreamEntry[], outcomes: readonly Outcome[]): Promise<void> {
    await settleEach(work, outcomes, this);
    const { acknowledger } = this.options;
    // Of a batch some may have succeeded. One entry that failed owes nothing, and may be due again any moment.
    if (work.length > 1 && acknowledger.isBehind) await acknowledger.whenFlushed();
  }

  succeeded({ key, id }: StreamEntry): void {
    this.options.acknowledger.acknowledge(key, id);
  }

  dropped({ key, id }: StreamEntry): void {
    this.options.acknowledger.acknowledge(key, id);
  }

  cancelled(entry: StreamEntry): void {
    this.options.retries.cancelled(entry);
  }

  postponed(entry: StreamEntry, { delayInMs }: Postponed): Promise<void> {
    return this.options.retries.postponed(entry, delayInMs);
  }

  failed(entry: StreamEntry, failure: Failed): Promise<void> {
    const { deadLetters, retries } = this.options;
    return isFinal(failure) ? deadLetters.giveUp(entry, failure) : retries.failed(entry, failure);
  }

  idOf(entry: StreamEntry): string {
    return nameOf(entry);
  }

  comesAgain(entry: StreamEntry): boolean {
    return this.options.held.isWaiting(entry);
  }
}
