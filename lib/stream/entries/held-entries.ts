import { EntryTable } from './entry-table.js';
import type { EntryName, EntryRef, HeldEntry, HeldState } from './held-entry.js';
import type { SettledEntries } from './settled-entries.js';

/**
 * The owner of the state of entries: it holds each entry of this process from its delivery until it is settled or left to
 * others. An entry that is pending for this consumer and not held was lost on its way.
 *
 * | from                         | method                  | to         | what it is then                                |
 * | ---------------------------- | ----------------------- | ---------- | ---------------------------------------------- |
 * | not held                     | admit                   | delivered  | its handler runs, or it waits for a permit     |
 * | not held                     | admitSuspect            | suspect    | claimed without its fields; waits to run alone |
 * | delivered, suspect           | retryAt                 | retrying   | due after a rest, or left to others at a stop  |
 * | delivered                    | postpone                | postponed  | due when its handler asked for it              |
 * | delivered                    | keep                    | unrecorded | its dead letter could not be written yet       |
 * | suspect, retrying, postponed | redeliver               | delivered  | delivered once more, and counted               |
 * | delivered                    | lose                    | taken      | another has it, and its handler runs on        |
 * | any that waits               | lose                    | not held   | another has it                                 |
 * | taken                        | retryAt, postpone, keep | not held   | its handler has ended                          |
 * | any                          | release                 | not held   | acknowledged, or left for whoever claims it    |
 *
 * "Waits" is short for suspect, retrying, postponed or unrecorded. What a reply under way may bring once more after its
 * release is remembered by `SettledEntries` and not admitted again.
 */
export class HeldEntries {
  private readonly table = new EntryTable();
  /** How many wait for the handler of an entry. */
  private watched = 0;
  private oldestRenewal = Infinity;
  private hearReleased: ((entry: EntryName) => void) | undefined;

  get size(): number {
    return this.table.size;
  }

  /** `hear` is told of each entry that is no longer held. */
  onReleased(hear: (entry: EntryName) => void): void {
    this.hearReleased = hear;
  }

  /** Says where the settled entries of a key are remembered. */
  rememberSettled(key: string, settled: SettledEntries): void {
    this.table.ofKey(key).settled = settled;
  }

  /** An entry was delivered to this consumer. Returns whether it is to be handled: not where it is known. */
  admit(entry: EntryRef, now: number): boolean {
    const ofKey = this.table.ofKey(entry.key);
    if (ofKey.held.get(entry.id) !== undefined || ofKey.settled?.has(entry)) return false;
    this.table.add(ofKey, entry, now, entry.deliveryCount <= 1);
    if (now < this.oldestRenewal) this.oldestRenewal = now;
    return true;
  }

  /** An entry was claimed without its fields, because it may be what ends processes. Returns whether it was unknown. */
  admitSuspect(entry: EntryRef, now: number): boolean {
    if (!this.admit(entry, now)) return false;
    this.move(entry, 'suspect');
    return true;
  }

  /** A waiting entry was delivered once more, to this consumer. */
  redeliver(entry: EntryRef, now: number): void {
    const held = this.table.find(entry);
    if (held) {
      this.table.setState(held, 'delivered');
      held.deliveryCount = entry.deliveryCount;
      held.renewedAt = now;
      held.isGroupGone = false;
    } else {
      this.table.add(this.table.ofKey(entry.key), entry, now, false);
    }
    if (now < this.oldestRenewal) this.oldestRenewal = now;
  }

  /** It is to be delivered again at this time. */
  retryAt(entry: EntryRef, dueAt: number): void {
    this.move(entry, 'retrying', dueAt);
  }

  /** It is to be delivered again at this time, because its handler asked for that. */
  postpone(entry: EntryRef, dueAt: number): void {
    this.move(entry, 'postponed', dueAt);
  }

  /** It is kept from others until its dead letter is written, and not delivered any more. */
  keep(entry: EntryRef): void {
    this.move(entry, 'unrecorded');
  }

  /** Another consumer has it: nothing is to begin for it here. It stays known while its handler runs. */
  lose(entry: EntryName): void {
    const held = this.table.find(entry);
    if (!held || held.state === 'taken') return;
    if (held.state === 'delivered') this.table.setState(held, 'taken');
    else this.release(entry);
  }

  /** It is no longer this consumer's: acknowledged, or left for whoever claims it. */
  release(entry: EntryName): void {
    const { table } = this;
    const { held: entries, settled } = table.ofKey(entry.key);
    const held = table.areAllDelivered && this.watched === 0 ? undefined : entries.get(entry.id);
    if (!entries.delete(entry.id)) return;
    if (held) {
      table.setState(held, 'delivered');
      this.endHandler(held);
    }
    settled?.add(entry);
    this.hearReleased?.(entry);
  }

  /** Releases those that wait, and returns them, to be left to others. */
  releaseWaiting(): HeldEntry[] {
    const waiting = this.table.filter(isWaiting);
    for (const entry of waiting) this.release(entry);
    return waiting;
  }

  has(entry: EntryName): boolean {
    return this.table.find(entry) !== undefined;
  }

  count(state: Exclude<HeldState, 'delivered'>): number {
    return this.table.count(state);
  }

  /** Whether no handler has it, and it waits for whatever comes next. */
  isWaiting(entry: EntryName): boolean {
    const held = this.table.find(entry);
    return held !== undefined && isWaiting(held);
  }

  /** Whether another consumer has it, although its handler runs here or waits to. */
  isTaken(entry: EntryName): boolean {
    return this.table.count('taken') > 0 && this.table.find(entry)?.state === 'taken';
  }

  /** Whether it is to be delivered again, and no other consumer had it before. */
  isOwnRetry(entry: EntryName): boolean {
    const held = this.table.find(entry);
    return held?.isFirstHand === true && (held.state === 'retrying' || held.state === 'postponed');
  }

  isSuspect(entry: EntryName): boolean {
    return this.table.find(entry)?.state === 'suspect';
  }

  /** The suspect that is to run next. */
  get firstSuspect(): HeldEntry | undefined {
    return this.table.firstSuspect;
  }

  /** Those whose time has come. */
  due(now: number): HeldEntry[] {
    return this.table.areAllDelivered
      ? []
      : this.table.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
  }

  /** When the first of them is due. */
  get nextDueAt(): number {
    let first = Infinity;
    if (!this.table.areAllDelivered)
      for (const { dueAt = Infinity } of this.table.all()) first = Math.min(first, dueAt);
    return first;
  }

  /** Resolves when the handler of an entry has ended; at once where it is not held. */
  whenHandlerEnded(entry: EntryRef): Promise<void> {
    return new Promise((resolve) => {
      const held = this.table.find(entry);
      if (!held) {
        resolve();
        return;
      }
      (held.onEnd ??= []).push(resolve);
      this.watched += 1;
    });
  }

  /** Redis was just told that these are held. */
  leasesRenewed(key: string, ids: readonly string[], now: number): void {
    for (const id of ids) {
      const held = this.table.find({ key, id });
      if (held) held.renewedAt = now;
    }
  }

  /** Those whose lease was last renewed before this time, but for those that others have. */
  renewedBefore(time: number): HeldEntry[] {
    return this.table.filter(({ renewedAt, state }) => renewedAt < time && state !== 'taken');
  }

  /** Whether the lease of an entry was last renewed before this time, so that others may have claimed it. */
  wasRenewedBefore(entry: EntryName, time: number): boolean {
    const held = this.table.find(entry);
    return held !== undefined && held.renewedAt < time;
  }

  /** Whether none is taken, and all leases were renewed since this time. To ask for each takes longer. */
  areAllRenewedSince(time: number): boolean {
    return this.table.count('taken') === 0 && this.oldestRenewal >= time;
  }

  /** Looks anew which lease is the oldest. */
  findOldestRenewal(): void {
    this.oldestRenewal = Infinity;
    for (const { renewedAt, state } of this.table.all()) {
      if (state !== 'taken') this.oldestRenewal = Math.min(this.oldestRenewal, renewedAt);
    }
  }

  /** The group of a stream was destroyed, and with it what was pending. */
  groupIsGone(key: string): void {
    for (const held of this.table.ofKey(key).held.values()) held.isGroupGone = true;
  }

  /** Whether it is not pending any more only because its group was destroyed: nobody else had it. */
  wasDropped(entry: EntryName): boolean {
    const held = this.table.find(entry);
    return held?.isFirstHand === true && held.isGroupGone;
  }

  /** Its handler has ended, or does not begin: it waits from now on. What another has is let go instead. */
  private move(entry: EntryRef, state: HeldState, dueAt?: number): void {
    const held = this.table.find(entry);
    if (!held) return;
    if (held.state === 'taken') {
      this.release(entry);
      return;
    }
    held.deliveryCount = entry.deliveryCount;
    this.table.setState(held, state, dueAt);
    this.endHandler(held);
  }

  /** Whoever waits for its handler is told. */
  private endHandler(held: HeldEntry): void {
    const { onEnd } = held;
    if (!onEnd) return;
    held.onEnd = undefined;
    this.watched -= onEnd.length;
    for (const tell of onEnd) tell();
  }
}

function isWaiting({ state }: HeldEntry): boolean {
  return state !== 'delivered' && state !== 'taken';
}
