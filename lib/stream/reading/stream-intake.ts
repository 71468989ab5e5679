import type { StreamEntry } from '../../messages/stream-entry.js';
import { CommandsUnderWay } from './commands-under-way.js';
import type { EntryRef, HeldEntries } from '../entries/held-entries.js';
import { TakeOver, type Claim } from './take-over.js';

/** An entry that was settled while a reply that may bring it was under way. */
interface Settled {
  readonly name: string;
  /** The last command that had begun by then. */
  readonly latest: number;
}

/**
 * The only door through which one reader's entries come in, by a read or by a claim: an entry that is known here
 * is not begun once more, however late a reply is that brings it.
 *
 * While a handler has not ended its entry is held, and that is how it is known. Once it is settled it could come again
 * only where a read and a claim were under way together, since Redis gives an entry to one read only. What is
 * settled in such a time is remembered until all those commands are answered.
 */
export class StreamIntake {
  readonly underWay = new CommandsUnderWay();
  readonly takeOver: TakeOver;
  /** The last command that had begun when a claim last began or ended. */
  private claimedUpTo = 0;
  private readonly settled: Settled[] = [];
  private readonly settledNames = new Set<string>();
  /** What was claimed and may never have come: how often each had been delivered before. */
  private readonly unanswered = new Map<string, number>();

  constructor(
    private readonly held: HeldEntries,
    claimIdleInMs: number,
    /** Told of listed entries that were not claimed in time: they have to be looked for again. */
    onExpired: () => void,
  ) {
    this.takeOver = new TakeOver(claimIdleInMs / 2, onExpired);
  }

  /** The group of a stream was destroyed, and with it what was pending. */
  groupIsGone(key: string): void {
    this.held.groupIsGone(key);
  }

  /** Sends a read. Resolves with those of its entries that are not known here. */
  async read(now: number, send: () => Promise<readonly StreamEntry[]>): Promise<StreamEntry[]> {
    const number = this.underWay.begin();
    try {
      return this.admit(await send(), now);
    } finally {
      this.end(number);
    }
  }

  /** The same for a claim. */
  async claim(
    now: number,
    { key, entries }: Claim,
    send: () => Promise<readonly StreamEntry[]>,
  ): Promise<StreamEntry[]> {
    const number = this.underWay.begin();
    this.claimedUpTo = number;
    try {
      return this.admit(await send(), now);
    } catch (error) {
      for (const { id, deliveryCount, isOwn } of entries) {
        if (!isOwn) this.unanswered.set(nameOf({ key, id }), deliveryCount);
      }
      throw error;
    } finally {
      this.claimedUpTo = this.underWay.latest;
      this.end(number);
    }
  }

  /** An entry is held no more. */
  released(entry: Pick<EntryRef, 'key' | 'id'>): void {
    if (this.underWay.oldest > this.claimedUpTo) return;
    const name = nameOf(entry);
    this.settled.push({ name, latest: this.underWay.latest });
    this.settledNames.add(name);
  }

  /** How often an entry whose delivery was lost on its way had come to somebody before. */
  deliveriesBefore(entry: EntryRef): number {
    const before = this.unanswered.get(nameOf(entry));
    this.unanswered.delete(nameOf(entry));
    // An only delivery was lost: no handler has seen the entry. A claim that went well elsewhere counts nothing.
    const isUnseen = entry.deliveryCount === 1 || entry.deliveryCount === (before ?? NaN) + 1;
    return isUnseen ? entry.deliveryCount - 1 : entry.deliveryCount;
  }

  private admit(entries: readonly StreamEntry[], now: number): StreamEntry[] {
    const { held, settledNames } = this;
    return entries.filter(
      (entry) => !(settledNames.size > 0 && settledNames.has(nameOf(entry))) && held.admit(entry, now),
    );
  }

  private end(number: number): void {
    this.underWay.end(number);
    if (this.settled.length === 0) return;
    const { oldest } = this.underWay;
    const kept = this.settled.findIndex(({ latest }) => latest >= oldest);
    const over = this.settled.splice(0, kept < 0 ? this.settled.length : kept);
    for (const { name } of over) this.settledNames.delete(name);
  }
}

function nameOf({ key, id }: Pick<EntryRef, 'key' | 'id'>): string {
  return `${id} ${key}`;
}
