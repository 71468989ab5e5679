import { idAfter } from '../connection/stream-reply.js';
import { aloneFrom } from '../listeners/suspects.js';
import { tryEach } from '../listeners/try-each.js';
import type { EntryDelivery } from './entry-delivery.js';
import type { EntryRef, HeldEntries } from './held-entries.js';
import type { PendingCommands, PendingLine } from './pending-commands.js';
import type { RedeliveryParts } from './redelivery-parts.js';

/** How many pending entries are looked at in one go. */
const pageSize = 100;

/** A sweep looks at no more pages than this at once; the next goes on where it stopped. */
const mostPages = 50;

/** A sweep claims no more while this many claimed entries wait here: other processes may have them. */
const mostClaimed = 100;

/** A reply takes no longer than this: what is pending for longer and unknown here was lost on its way. */
export const lostAfterInMs = 2_000;

/** Finds the pending entries that nobody works on, and claims them. */
export class PendingSweep {
  /** Where the sweep of a key goes on. */
  private readonly cursors = new Map<string, string>();

  constructor(
    private readonly parts: RedeliveryParts,
    private readonly held: HeldEntries,
    private readonly pending: PendingCommands,
    private readonly delivery: EntryDelivery,
  ) {}

  /** Claims what no process has said it holds for `claimIdleInMs`. Resolves with whether there is more to look at. */
  async claimIdle(): Promise<boolean> {
    const { keys, claimIdleInMs } = this.parts.descriptor;
    await tryEach(keys, (key) => this.sweepOn(key, claimIdleInMs));
    return this.cursors.size > 0;
  }

  /**
   * Takes what is pending for this very consumer and unknown to it: its delivery was lost. Resolves with
   * whether there are some that may still be on their way.
   */
  async adoptLost(): Promise<boolean> {
    let isAnyYoung = false;
    await tryEach(this.parts.descriptor.keys, async (key) => {
      if (await this.adoptLostOf(key)) isAnyYoung = true;
    });
    return isAnyYoung;
  }

  private async adoptLostOf(key: string): Promise<boolean> {
    const to = await this.pending.lastId(key);
    let isAnyYoung = false;
    for (let from = to && '-'; to !== undefined && from !== undefined;) {
      const page = await this.pending.list(key, { from, to }, pageSize, this.parts.consumer);
      const { idle, isYoung } = this.unknownOf(key, page, lostAfterInMs);
      isAnyYoung ||= isYoung;
      await this.take(key, idle.map(neverSeen), lostAfterInMs);
      from = pageAfter(page);
    }
    return isAnyYoung;
  }

  private async sweepOn(key: string, minIdleInMs: number): Promise<void> {
    const start = this.cursors.get(key) ?? '-';
    this.cursors.delete(key);
    const to = await this.pending.lastId(key);
    let from = to && start;
    for (let pages = 0; to !== undefined && from !== undefined; pages++) {
      if (pages === mostPages || this.held.waitingFor('claimed') + this.delivery.waiting >= mostClaimed) {
        this.cursors.set(key, from);
        return;
      }
      const page = await this.pending.list(key, { from, to }, pageSize);
      await this.take(key, this.unknownOf(key, page, minIdleInMs).idle, minIdleInMs);
      from = pageAfter(page);
    }
  }

  private unknownOf(
    key: string,
    page: readonly PendingLine[],
    minIdleInMs: number,
  ): { idle: PendingLine[]; isYoung: boolean } {
    const unknown = page.filter(({ id }) => !this.held.has({ key, id }));
    const idle = unknown.filter(({ idleInMs }) => idleInMs >= minIdleInMs);
    return { idle, isYoung: idle.length < unknown.length };
  }

  /**
   * Claims without counting, then decides: what was delivered too often is given up before a handler sees
   * it; what was delivered more than once, or for the last time but one, may be what ends processes, so it runs
   * alone; the rest is due.
   */
  private async take(key: string, lines: readonly PendingLine[], minIdleInMs: number): Promise<void> {
    if (lines.length === 0) return;
    const { descriptor, clock } = this.parts;
    const ids = lines.map(({ id }) => id);
    // Another process may have been quicker: what is no longer idle is not claimed.
    const claimed = new Set(await this.pending.hold(key, ids, minIdleInMs));
    const mine = lines.filter(({ id }) => claimed.has(id)).map((line): EntryRef => ({ ...line, key }));
    for (const entry of mine) this.held.took(entry, clock.now());
    const isSpent = ({ deliveryCount }: EntryRef): boolean => deliveryCount >= descriptor.maxDeliveryCount;
    const live = mine.filter((entry) => !isSpent(entry));
    const alone = aloneFrom(descriptor.maxDeliveryCount);
    this.delivery.runAlone(live.filter(({ deliveryCount }) => deliveryCount >= alone));
    for (const entry of live.filter(({ deliveryCount }) => deliveryCount < alone)) {
      this.held.postpone(entry, clock.now(), 'claimed');
    }
    await this.delivery.abandonAll(mine.filter(isSpent));
  }
}

/**
 * An entry whose only delivery was lost on its way: no handler has seen it, and no process has died of it. What was
 * delivered more often was claimed, which counts nothing: those deliveries came to somebody.
 */
function neverSeen(line: PendingLine): PendingLine {
  return line.deliveryCount === 1 ? { ...line, deliveryCount: 0 } : line;
}

/** Where the page after this one begins, or undefined where it was the last. */
function pageAfter(page: readonly PendingLine[]): string | undefined {
  const last = page.at(-1);
  return last && page.length === pageSize ? idAfter(last.id) : undefined;
}
