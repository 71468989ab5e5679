import type { StreamEntry } from '../messages/stream-entry.js';

/** Which entry, without its fields. */
export type EntryRef = Pick<StreamEntry, 'key' | 'id' | 'deliveryCount'>;

/** An entry that is pending for this consumer and known here. */
interface Held extends Omit<EntryRef, 'deliveryCount'> {
  deliveryCount: number;
  /** When Redis was last told that it is held, milliseconds since the epoch. */
  touchedAt: number;
  /** When it is to be delivered again; undefined while it waits for nothing but its handler. */
  dueAt?: number;
  /** Its handler asked for that: it is not among those that failed. */
  isAskedFor?: boolean;
  /** Told when its handler has ended. */
  readonly onEnd: (() => void)[];
}

/**
 * The entries that this consumer holds: those whose handler runs or waits to, and those that failed and
 * wait to be delivered again. What is pending in Redis and not here was lost on its way.
 */
export class HeldEntries {
  private readonly held = new Map<string, Held>();

  /** How many wait to be delivered again, without those whose handlers asked for it. */
  get waiting(): number {
    return this.filter(({ dueAt, isAskedFor }) => dueAt !== undefined && !isAskedFor).length;
  }

  /** How many wait to be delivered again because their handlers asked for it. */
  get askedFor(): number {
    return this.filter(({ isAskedFor }) => isAskedFor === true).length;
  }

  has(entry: Pick<EntryRef, 'key' | 'id'>): boolean {
    return this.held.has(nameOf(entry));
  }

  /** It was delivered to this consumer just now. */
  took(entry: EntryRef, now: number): void {
    const { key, id, deliveryCount } = entry;
    const onEnd = this.held.get(nameOf(entry))?.onEnd ?? [];
    this.held.set(nameOf(entry), { key, id, deliveryCount, touchedAt: now, onEnd });
  }

  /** It is to be delivered again at this time, for its handler failed, or asked for it. */
  postpone(entry: EntryRef, dueAt: number, isAskedFor = false): void {
    const held = this.held.get(nameOf(entry));
    if (!held) return;
    Object.assign(held, { dueAt, isAskedFor, deliveryCount: entry.deliveryCount });
    end(held);
  }

  /** It is no longer this consumer's: acknowledged, or left for whoever claims it. */
  release(entry: Pick<EntryRef, 'key' | 'id'>): void {
    const held = this.held.get(nameOf(entry));
    this.held.delete(nameOf(entry));
    if (held) end(held);
  }

  /** Resolves when the handler of an entry has ended; at once where it is not held. */
  whenEnded(entry: EntryRef): Promise<void> {
    return new Promise((resolve) => {
      const held = this.held.get(nameOf(entry));
      if (held) held.onEnd.push(resolve);
      else resolve();
    });
  }

  /** Those whose time has come. */
  due(now: number): EntryRef[] {
    return this.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
  }

  /** When the first of them is due, or undefined. */
  get nextDueAt(): number | undefined {
    const times = [...this.held.values()].flatMap(({ dueAt }) => dueAt ?? []);
    return times.length > 0 ? times.reduce((first, time) => Math.min(first, time)) : undefined;
  }

  /** Those that Redis was last told of before this time. */
  touchedBefore(time: number): EntryRef[] {
    return this.filter(({ touchedAt }) => touchedAt < time);
  }

  /** Redis was just told that these are held. */
  touched(entries: readonly EntryRef[], now: number): void {
    for (const entry of entries) {
      const held = this.held.get(nameOf(entry));
      if (held) held.touchedAt = now;
    }
  }

  /** Those that wait, to be left to others; afterwards none is held. */
  releaseWaiting(): EntryRef[] {
    const waiting = this.filter(({ dueAt }) => dueAt !== undefined);
    for (const entry of waiting) this.release(entry);
    return waiting;
  }

  private filter(test: (held: Held) => boolean): EntryRef[] {
    return [...this.held.values()].filter(test);
  }
}

function nameOf({ key, id }: Pick<EntryRef, 'key' | 'id'>): string {
  return `${id} ${key}`;
}

function end({ onEnd }: Held): void {
  for (const tell of onEnd.splice(0)) tell();
}
