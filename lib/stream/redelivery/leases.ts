import { tryEach } from '../../listeners/try-each.js';
import type { Clock } from '../../time/clock.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { EntryRef } from '../entries/held-entry.js';
import type { MissingEntries } from './missing-entries.js';
import type { PendingCommands } from '../entries/pending-commands.js';

/** What the leases of held entries need. */
export interface LeasesOptions {
  readonly claimIdleInMs: number;
  readonly clock: Clock;
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly missing: MissingEntries;
}

/**
 * Tells Redis of the entries that are held here, so that nobody else claims them: their lease. A process that could
 * not do so in time, such as one whose event loop was blocked, may find that another has claimed an entry. It then
 * takes nothing back: it asks which entries are still its own, and begins none of the others.
 */
export class Leases {
  private renewing: Promise<void> | undefined;

  constructor(private readonly options: LeasesOptions) {}

  /** Whether nothing that is held can be another's by now. */
  areSafe(): boolean {
    return this.options.held.areAllRenewedSince(this.safeSince);
  }

  /** Whether an entry may be another's by now. */
  isInDoubt(entry: EntryRef): boolean {
    return this.options.held.wasRenewedBefore(entry, this.safeSince);
  }

  /** Renews what is due; those that ask meanwhile get the same answer. Counts no delivery. */
  renew(): Promise<void> {
    this.renewing ??= this.renewAll().finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  /** Nobody else can have claimed what was renewed since then, also where a command takes a while to arrive. */
  private get safeSince(): number {
    return this.options.clock.now() - (2 * this.options.claimIdleInMs) / 3;
  }

  private async renewAll(): Promise<void> {
    const { clock, held, claimIdleInMs } = this.options;
    // Half the time between two rounds, because a lease that was renewed just before one would else wait for two.
    const due = held.renewedBefore(clock.now() - claimIdleInMs / 6);
    await tryEach(new Set(due.map(({ key }) => key)), async (key) => {
      const ofKey = due.filter((entry) => entry.key === key);
      const inDoubt = new Set(ofKey.filter((entry) => this.isInDoubt(entry)));
      await this.hold(
        key,
        ofKey.filter((entry) => !inDoubt.has(entry)),
      );
      await this.holdOwn(key, [...inDoubt]);
    });
    held.findOldestRenewal();
  }

  /** Renews the leases of entries that others may have: only those that are still this consumer's. */
  private async holdOwn(key: string, entries: readonly EntryRef[]): Promise<void> {
    if (entries.length === 0) return;
    const { pending, claimIdleInMs } = this.options;
    const ids = entries.map(({ id }) => id);
    const idle = await pending.ownOf(key, ids);
    const own = entries.filter(({ id }) => idle.has(id));
    // What another claims in this moment is less idle than that.
    const leastIdleInMs = Math.min(...own.map(({ id }) => idle.get(id) ?? 0)) - claimIdleInMs / 8;
    await this.hold(key, own, Math.max(0, Math.floor(leastIdleInMs)), true);
    const others = entries.filter(({ id }) => !idle.has(id));
    await this.options.missing.settle(key, others, true);
  }

  private async hold(
    key: string,
    entries: readonly EntryRef[],
    minIdleInMs = 0,
    mayBeOthers = false,
  ): Promise<void> {
    if (entries.length === 0) return;
    const { clock, held, pending, missing } = this.options;
    const now = clock.now();
    const ids = entries.map(({ id }) => id);
    const told = await pending.hold(key, ids, minIdleInMs);
    held.leasesRenewed(key, told, now);
    if (told.length === ids.length) return;
    const isTold = new Set(told);
    const untold = entries.filter(({ id }) => !isTold.has(id) && held.has({ key, id }));
    await missing.settle(key, untold, mayBeOthers);
  }
}
