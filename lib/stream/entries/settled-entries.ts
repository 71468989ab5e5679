import type { CommandsUnderWay } from './commands-under-way.js';
import { nameOf, type EntryName } from './held-entry.js';

/** An entry that was settled while a reply that may bring it was under way. */
interface Settled {
  readonly name: string;
  /** The last command that had begun by then. */
  readonly latest: number;
}

/**
 * Settled entries of one reader that a reply under way may still bring. Redis gives an entry to one read only, so
 * that is possible only where a read and a claim are under way together. What is settled in such a time is remembered
 * until all those commands are answered.
 */
export class SettledEntries {
  /** The last command that had begun when a claim last began or ended. */
  private claimedUpTo = 0;
  private readonly settled: Settled[] = [];
  private readonly names = new Set<string>();

  constructor(private readonly underWay: CommandsUnderWay) {}

  /** A claim began, or ended. */
  claimChanged(): void {
    this.claimedUpTo = this.underWay.latest;
  }

  /** Remembers an entry where it may come once more. */
  add(entry: EntryName): void {
    if (this.underWay.oldest > this.claimedUpTo) return;
    const name = nameOf(entry);
    this.settled.push({ name, latest: this.underWay.latest });
    this.names.add(name);
  }

  has(entry: EntryName): boolean {
    return this.names.size > 0 && this.names.has(nameOf(entry));
  }

  /** Forgets those that no reply can bring any more. */
  forgetAnswered(): void {
    if (this.settled.length === 0) return;
    const { oldest } = this.underWay;
    const kept = this.settled.findIndex(({ latest }) => latest >= oldest);
    const over = this.settled.splice(0, kept < 0 ? this.settled.length : kept);
    for (const { name } of over) this.names.delete(name);
  }
}
