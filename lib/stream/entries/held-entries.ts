import { InFlightMap } from '../../listeners/window/in-flight-map.js';
import type { EntryName, EntryRef, Held, WaitReason } from './held-entry.js';

export type { EntryRef } from './held-entry.js';

/**
 * The entries that this consumer holds: those whose handler runs or waits to, and those that failed and
 * wait to be delivered again. What is pending in Redis and not here was lost on its way. An entry stays known until its
 * handler has ended, also when another consumer has taken it, so that it is not begun here once more meanwhile.
 */
export class HeldEntries {
  /** By key, then by id: to join the two for each entry would cost more than all the rest. */
  private readonly held = new Map<string, InFlightMap<string, Held>>();
  private waitingCount = 0;
  /** How many wait for the handler of an entry. */
  private watched = 0;
  private lostCount = 0;
  private heldSince = Infinity;
  private readonly counts: Record<WaitReason, number> = { failed: 0, 'asked-for': 0, claimed: 0, kept: 0 };

  /** `onReleased` hears of each entry that is no longer held. */
  constructor(private readonly onReleased?: (entry: EntryName) => void) {}

  get size(): number {
    return [...this.held.values()].reduce((sum, ofKey) => sum + ofKey.size, 0);
  }

  /** How many wait for this reason. */
  waitingFor(reason: WaitReason): number {
    return this.counts[reason];
  }

  has(entry: EntryName): boolean {
    return this.find(entry) !== undefined;
  }

  /** Whether it waits to be delivered again. */
  isWaiting(entry: EntryName): boolean {
    return this.find(entry)?.dueAt !== undefined;
  }

  /** Whether it is not pending any more only because its group was destroyed: nobody else had it. */
  wasDropped(entry: EntryName): boolean {
    const held = this.find(entry);
    return held?.isFirstHand === true && held.isGroupGone;
  }

  /** The group of a stream was destroyed, and with it what was pending. */
  groupIsGone(key: string): void {
    for (const held of this.held.get(key)?.values() ?? []) held.isGroupGone = true;
  }

  /** Takes in an entry that was delivered to this consumer, unless it is known: then the answer is false. */
  admit(entry: EntryRef, now: number): boolean {
    const ofKey = this.ofKey(entry.key);
    if (ofKey.get(entry.id) !== undefined) return false;
    this.set(ofKey, entry, now, entry.deliveryCount <= 1);
    return true;
  }

  /** An entry that is held was delivered once more, to this consumer. */
  took(entry: EntryRef, now: number): void {
    const ofKey = this.ofKey(entry.key);
    const earlier = ofKey.get(entry.id);
    if (earlier) this.uncount(earlier);
    this.set(ofKey, entry, now, earlier?.isFirstHand ?? false, earlier?.onEnd);
  }

  /** Another consumer has it: nothing is to begin for it here. It stays known while its handler runs. */
  lose(entry: EntryName): void {
    const held = this.find(entry);
    if (!held || held.isLost) return;
    if (held.dueAt !== undefined) {
      this.release(entry);
      return;
    }
    held.isLost = true;
    this.lostCount += 1;
  }

  /** Whether another consumer has it. */
  isLost(entry: EntryName): boolean {
    return this.lostCount > 0 && this.find(entry)?.isLost === true;
  }

  /** Whether Redis was last told before this time that it is held, so that others may have claimed it. */
  isLate(entry: EntryName, time: number): boolean {
    const held = this.find(entry);
    return held !== undefined && held.touchedAt < time;
  }

  /** Whether none is lost, and Redis was told of all of them since this time. To ask for each takes longer. */
  areAllHeldSince(time: number): boolean {
    return this.lostCount === 0 && this.heldSince >= time;
  }

  /** It is to be delivered at this time. */
  postpone(entry: EntryRef, dueAt: number, reason: WaitReason): void {
    const earlier = this.find(entry);
    if (!earlier) return;
    if (earlier.isLost) {
      this.release(entry);
      return;
    }
    this.uncount(earlier);
    this.waitingCount += 1;
    this.counts[reason] += 1;
    const { key, id, deliveryCount } = entry;
    const { touchedAt, isFirstHand, isGroupGone } = earlier;
    const state = { dueAt, reason, isFirstHand, isGroupGone, isLost: false, onEnd: undefined };
    this.held.get(key)?.set(id, { key, id, deliveryCount, touchedAt, ...state });
    this.end(earlier);
  }

  /** It is no longer this consumer's: acknowledged, or left for whoever claims it. */
  release(entry: EntryName): void {
    const ofKey = this.held.get(entry.key);
    const held = this.isPlain ? undefined : ofKey?.get(entry.id);
    if (!ofKey?.delete(entry.id)) return;
    if (held) {
      this.uncount(held);
      this.end(held);
    }
    this.onReleased?.(entry);
  }

  /** Resolves when the handler of an entry has ended; at once where it is not held. */
  whenEnded(entry: EntryRef): Promise<void> {
    return new Promise((resolve) => {
      const held = this.find(entry);
      if (!held) {
        resolve();
        return;
      }
      (held.onEnd ??= []).push(resolve);
      this.watched += 1;
    });
  }

  /** Those whose time has come. */
  due(now: number): EntryRef[] {
    if (this.waitingCount === 0) return [];
    return this.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
  }

  /** When the first of them is due, or undefined. */
  get nextDueAt(): number | undefined {
    if (this.waitingCount === 0) return undefined;
    let first = Infinity;
    for (const { dueAt = Infinity } of this.all()) first = Math.min(first, dueAt);
    return first;
  }

  /** Those that Redis was last told of before this time, but for those that others have. */
  touchedBefore(time: number): EntryRef[] {
    return this.filter(({ touchedAt, isLost }) => touchedAt < time && !isLost);
  }

  /** Redis was just told that these are held. */
  touched(key: string, ids: readonly string[], now: number): void {
    for (const id of ids) {
      const held = this.find({ key, id });
      if (held) held.touchedAt = now;
    }
  }

  /** Looks since when Redis was told of all of them. */
  refreshHeldSince(): void {
    this.heldSince = Infinity;
    for (const { touchedAt, isLost } of this.all()) {
      if (!isLost) this.heldSince = Math.min(this.heldSince, touchedAt);
    }
  }

  /** Those that wait, to be left to others; afterwards none is held. */
  releaseWaiting(): Held[] {
    const waiting = this.filter(({ dueAt }) => dueAt !== undefined);
    for (const entry of waiting) this.release(entry);
    return waiting;
  }

  /** Whether no entry has anything to it but its handler: then each need not be looked at, which takes time. */
  private get isPlain(): boolean {
    return this.waitingCount === 0 && this.watched === 0 && this.lostCount === 0;
  }

  private ofKey(key: string): InFlightMap<string, Held> {
    let ofKey = this.held.get(key);
    if (!ofKey) this.held.set(key, (ofKey = new InFlightMap<string, Held>()));
    return ofKey;
  }

  private set(
    ofKey: InFlightMap<string, Held>,
    { key, id, deliveryCount }: EntryRef,
    touchedAt: number,
    isFirstHand: boolean,
    onEnd?: Held['onEnd'],
  ): void {
    if (touchedAt < this.heldSince) this.heldSince = touchedAt;
    ofKey.set(id, {
      key,
      id,
      deliveryCount,
      touchedAt,
      dueAt: undefined,
      reason: undefined,
      isFirstHand,
      isGroupGone: false,
      isLost: false,
      onEnd,
    });
  }

  /** It does not wait any more, and is lost no more. */
  private uncount({ reason, isLost }: Held): void {
    if (isLost) this.lostCount -= 1;
    if (reason === undefined) return;
    this.waitingCount -= 1;
    this.counts[reason] -= 1;
  }

  /** Whoever waits for its handler is told. */
  private end(held: Held): void {
    const { onEnd } = held;
    if (!onEnd) return;
    held.onEnd = undefined;
    this.watched -= onEnd.length;
    for (const tell of onEnd) tell();
  }

  private find({ key, id }: EntryName): Held | undefined {
    return this.held.get(key)?.get(id);
  }

  private *all(): Iterable<Held> {
    for (const ofKey of this.held.values()) yield* ofKey.values();
  }

  private filter(test: (held: Held) => boolean): Held[] {
    return [...this.all()].filter(test);
  }
}
