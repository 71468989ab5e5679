import { whenTold } from '../../time/when-told.js';
import { WaitingClaims } from './waiting-claims.js';
import type { EntryRef } from '../entries/held-entry.js';

/** When this many entries wait to be claimed, the sweep lists no more until half of them are claimed. */
const mostWaiting = 4_000;

/** While the stream has nothing new, the reader claims for this long before it looks for new entries again. */
const betweenLooksInMs = 50;

/** A pending entry that may be claimed. */
export interface Claimable extends EntryRef {
  /** Whether it is pending for this very consumer, because its delivery was lost on its way. */
  readonly isOwn: boolean;
  /** How idle it was when it was listed. */
  readonly idleInMs: number;
  readonly listedAt: number;
}

/** Asks for a sweep, where listed entries were not claimed in time and have to be looked for again. */
export interface SweepRequest {
  sweepSoon(): void;
}

/** Entries of one key that are claimed with one command. */
export interface Claim {
  readonly key: string;
  readonly entries: readonly Claimable[];
}

/**
 * Entries that wait to be claimed by the reader, which takes them by turns with new ones. They are other consumers'
 * until then, so that processes share them, and none holds more than it has room for.
 */
export class TakeOver {
  private readonly queues = new Map<string, WaitingClaims<Claimable>>();
  private readonly onTaken = new Set<() => void>();
  /** Whether a claim came since the last look for new entries, and when the next look is due at the earliest. */
  private hasClaimed = false;
  private nextLookAt = 0;

  constructor(
    /** What is listed is worth nothing after this time: another process may have claimed it and be gone. */
    private readonly validForMs: number,
    private readonly sweeps: SweepRequest,
  ) {}

  get size(): number {
    let size = 0;
    for (const queue of this.queues.values()) size += queue.size;
    return size;
  }

  /** Adds entries of one key. */
  offer(key: string, entries: readonly Claimable[]): void {
    if (entries.length === 0) return;
    let queue = this.queues.get(key);
    if (!queue) this.queues.set(key, (queue = new WaitingClaims<Claimable>()));
    for (const entry of entries) queue.set(entry);
  }

  /** Nothing more is to be claimed. */
  clear(): void {
    this.queues.clear();
    for (const tell of this.onTaken) tell();
  }

  /** Resolves when there is room for more, or when `signal` is aborted. */
  async whenLow(signal: AbortSignal): Promise<void> {
    while (this.size > mostWaiting / 2 && !signal.aborted) await whenTold(this.onTaken, signal);
  }

  /** The next claim, of at most `count` entries; undefined where it is the turn of new ones, or nothing waits. */
  next(count: number, now: number): Claim | undefined {
    if (this.queues.size === 0) return undefined;
    if (this.hasClaimed && now >= this.nextLookAt) {
      this.hasClaimed = false;
      return undefined;
    }
    this.hasClaimed = true;
    return this.take(count, now);
  }

  /** A look for new entries found so many. */
  foundNew(count: number, now: number): void {
    this.nextLookAt = count > 0 ? now : now + betweenLooksInMs;
  }

  private take(count: number, now: number): Claim | undefined {
    for (const [key, queue] of this.queues) {
      const entries = this.takeFrom(queue, count, now);
      // Moved to the end, because it is another key's turn next.
      this.queues.delete(key);
      if (queue.size > 0) this.queues.set(key, queue);
      if (entries.length === 0) continue;
      for (const tell of this.onTaken) tell();
      return { key, entries };
    }
    for (const tell of this.onTaken) tell();
    return undefined;
  }

  /** Entries that one command can claim: all this consumer's own, or all of others; and as often delivered. */
  private takeFrom(queue: WaitingClaims<Claimable>, count: number, now: number): Claimable[] {
    const taken: Claimable[] = [];
    for (let entry = queue.first; entry; entry = queue.first) {
      const [first = entry] = taken;
      const isAlike = entry.isOwn === first.isOwn && entry.deliveryCount === first.deliveryCount;
      if (taken.length === count || !isAlike) break;
      queue.shift();
      if (entry.isOwn || now - entry.listedAt < this.validForMs) taken.push(entry);
      else this.sweeps.sweepSoon();
    }
    return taken;
  }
}
