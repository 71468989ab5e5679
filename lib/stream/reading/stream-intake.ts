import type { StreamEntry } from '../../messages/stream-entry.js';
import { CommandsUnderWay } from '../entries/commands-under-way.js';
import type { HeldEntries } from '../entries/held-entries.js';
import { nameOf, type EntryRef } from '../entries/held-entry.js';
import { SettledEntries } from '../entries/settled-entries.js';
import { TakeOver, type Claim, type SweepRequest } from './take-over.js';

/** What the intake of one reader needs. */
export interface StreamIntakeOptions {
  /** The streams of the reader. */
  readonly keys: readonly string[];
  readonly held: HeldEntries;
  readonly claimIdleInMs: number;
  readonly sweeps: SweepRequest;
}

/**
 * The only door through which one reader's entries come in, by a read or by a claim: an entry that is known here
 * is not begun once more, however late a reply is that brings it.
 */
export class StreamIntake {
  readonly underWay = new CommandsUnderWay();
  readonly takeOver: TakeOver;
  private readonly settled = new SettledEntries(this.underWay);
  /** How often the entries of claims whose replies never came had been delivered before. */
  private readonly unanswered = new Map<string, number>();
  private readonly held: HeldEntries;

  constructor({ keys, held, claimIdleInMs, sweeps }: StreamIntakeOptions) {
    this.held = held;
    this.takeOver = new TakeOver(claimIdleInMs / 2, sweeps);
    for (const key of keys) held.rememberSettled(key, this.settled);
  }

  /** The group of a stream was destroyed, and with it what was pending. */
  groupIsGone(key: string): void {
    this.held.groupIsGone(key);
  }

  /** Sends a read. Resolves with those of its entries that are to be handled. */
  async read(now: number, send: () => Promise<readonly StreamEntry[]>): Promise<StreamEntry[]> {
    const number = this.underWay.begin();
    try {
      return this.admit(await send(), now);
    } finally {
      this.end(number);
    }
  }

  /** Sends a claim. Resolves with those of its entries that are to be handled. */
  async claim(
    now: number,
    { key, entries }: Claim,
    send: () => Promise<readonly StreamEntry[]>,
  ): Promise<StreamEntry[]> {
    const number = this.underWay.begin();
    this.settled.claimChanged();
    try {
      return this.admit(await send(), now);
    } catch (error) {
      for (const { id, deliveryCount, isOwn } of entries) {
        if (!isOwn) this.unanswered.set(nameOf({ key, id }), deliveryCount);
      }
      throw error;
    } finally {
      this.settled.claimChanged();
      this.end(number);
    }
  }

  /** How often an entry whose delivery was lost on its way had come to somebody before. */
  deliveriesBefore(entry: EntryRef): number {
    const before = this.unanswered.get(nameOf(entry));
    this.unanswered.delete(nameOf(entry));
    // If the only delivery was lost, or that of a claim without a reply, no handler has seen it, so it does not count.
    const isUnseen = entry.deliveryCount === 1 || entry.deliveryCount === (before ?? NaN) + 1;
    return isUnseen ? entry.deliveryCount - 1 : entry.deliveryCount;
  }

  private admit(entries: readonly StreamEntry[], now: number): StreamEntry[] {
    return entries.filter((entry) => this.held.admit(entry, now));
  }

  private end(number: number): void {
    this.underWay.end(number);
    this.settled.forgetAnswered();
  }
}
