import type { Bytes } from '../resp/bytes.js';
import type { FakeClock } from '../clock/fake-clock.js';
import { wrongType } from './command-error.js';
import { ExpirySchedule, type ExpiringKeys } from './expiry-schedule.js';
import { type EventClass } from './keyspace-event-flags.js';
import { isOfType, type HashValue, type Value, type ValueOf, type ValueType } from './values.js';

export interface Entry {
  value: Value;
  expiresAt: number | undefined;
  /** The same where a double cannot hold it: beyond the year 287,396. */
  exactExpiry?: bigint | undefined;
  /** In which order keys came: SCAN goes by it. */
  readonly order: number;
  usedAt: number;
}

/** What a database tells the engine. */
export interface DatabaseEvents {
  /** A key is not what it was: clients that watch it learn it. */
  modified(database: number, key: Bytes): void;
  /** A key appeared, grew or went: clients that are blocked on it may be served. */
  ready(database: number, key: Bytes): void;
  notify(eventClass: EventClass, event: string, key: Bytes, database: number): void;
}

/** One numbered database: keys, their values and expiries. */
export class Database implements ExpiringKeys {
  private entries = new Map<Bytes, Entry>();
  private expiring = new Set<Bytes>();
  private order = 0;
  private readonly schedule: ExpirySchedule;

  constructor(
    readonly index: number,
    private readonly clock: FakeClock,
    private readonly events: DatabaseEvents,
  ) {
    this.schedule = new ExpirySchedule(clock, this);
  }

  get size(): number {
    return this.entries.size;
  }

  get expiringCount(): number {
    return this.expiring.size;
  }

  /** The entry, without counting as a use; a key whose time is over is removed. */
  peek(key: Bytes): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= this.clock.now()) {
      this.expire(key);
      return undefined;
    }
    if (entry?.value.type !== 'hash' || !entry.value.expiries) return entry;
    return this.expireFields(key, entry.value) ? entry : undefined;
  }

  /** Removes the fields whose time is over; whether any are left. */
  private expireFields(key: Bytes, { fields, expiries = new Map() }: HashValue): boolean {
    const now = this.clock.now();
    const over = [...expiries].filter(([, time]) => time <= now);
    if (over.length === 0) return true;
    for (const [field] of over) {
      fields.delete(field);
      expiries.delete(field);
    }
    this.events.modified(this.index, key);
    this.events.notify('h', 'hexpired', key, this.index);
    if (fields.size > 0) return true;
    this.entries.delete(key);
    this.expiring.delete(key);
    this.events.notify('g', 'del', key, this.index);
    return false;
  }

  has(key: Bytes): boolean {
    return this.peek(key) !== undefined;
  }

  /** The value, for a command that reads: a missing key is told (`keymiss`). */
  read(key: Bytes): Value | undefined {
    const value = this.forWrite(key);
    if (!value) this.events.notify('m', 'keymiss', key, this.index);
    return value;
  }

  /** The value, for a command that writes. */
  forWrite(key: Bytes): Value | undefined {
    const entry = this.peek(key);
    if (!entry) return undefined;
    entry.usedAt = this.clock.now();
    return entry.value;
  }

  readAs<T extends ValueType>(key: Bytes, type: T): ValueOf<T> | undefined {
    return expectType(this.read(key), type);
  }

  forWriteAs<T extends ValueType>(key: Bytes, type: T): ValueOf<T> | undefined {
    return expectType(this.forWrite(key), type);
  }

  /** Puts a value in the place of what the key held; the expiry goes, unless it is kept. */
  set(key: Bytes, value: Value, { keepExpiry = false } = {}): void {
    const entry = this.peek(key);
    if (!entry) {
      this.entries.set(key, { value, expiresAt: undefined, order: ++this.order, usedAt: this.clock.now() });
      this.events.notify('n', 'new', key, this.index);
    } else {
      entry.value = value;
      entry.usedAt = this.clock.now();
      if (!keepExpiry) this.persist(key);
    }
    this.events.ready(this.index, key);
  }

  /** The value of this key, made first when it is missing. */
  obtain<T extends ValueType>(key: Bytes, type: T, create: () => ValueOf<T>): ValueOf<T> {
    const present = this.forWriteAs(key, type);
    if (present) return present;
    const value = create();
    this.set(key, value);
    return value;
  }

  delete(key: Bytes): boolean {
    const removed = this.has(key) && this.entries.delete(key);
    if (!removed) return false;
    this.expiring.delete(key);
    this.events.ready(this.index, key);
    return true;
  }

  /** A key whose last element was taken ceases to be. */
  deleteIfEmpty(key: Bytes, isEmpty: boolean): void {
    if (isEmpty && this.delete(key)) this.events.notify('g', 'del', key, this.index);
  }

  expiryOf(key: Bytes): number | undefined {
    return this.entries.get(key)?.expiresAt;
  }

  expireAt(key: Bytes, time: number | bigint): void {
    const entry = this.peek(key);
    if (!entry) return;
    const rounded = Number(time);
    entry.expiresAt = rounded;
    entry.exactExpiry = Number.isSafeInteger(rounded) ? undefined : BigInt(time);
    this.expiring.add(key);
    this.schedule.plan(key, rounded);
  }

  persist(key: Bytes): boolean {
    const entry = this.entries.get(key);
    if (entry?.expiresAt === undefined) return false;
    entry.expiresAt = undefined;
    return this.expiring.delete(key);
  }

  expire(key: Bytes): void {
    if (!this.entries.delete(key)) return;
    this.expiring.delete(key);
    this.events.modified(this.index, key);
    this.events.notify('x', 'expired', key, this.index);
    this.events.ready(this.index, key);
  }

  /** The keys, in the order in which they came; without those whose time is over. */
  *keys(): Generator<readonly [Bytes, Entry]> {
    const now = this.clock.now();
    for (const [key, entry] of this.entries) {
      if (entry.expiresAt === undefined || entry.expiresAt > now) yield [key, entry];
    }
  }

  clear(): void {
    const keys = [...this.entries.keys()];
    this.entries = new Map();
    this.expiring = new Set();
    this.schedule.stop();
    for (const key of keys) {
      this.events.modified(this.index, key);
      this.events.ready(this.index, key);
    }
  }

  /** Exchanges what two databases hold. */
  swap(other: Database): void {
    const touched = new Set([...this.entries.keys(), ...other.entries.keys()]);
    [this.entries, other.entries] = [other.entries, this.entries];
    [this.expiring, other.expiring] = [other.expiring, this.expiring];
    this.order = other.order = Math.max(this.order, other.order);
    for (const database of [this, other]) {
      database.schedule.stop();
      for (const key of database.expiring) database.schedule.plan(key, database.expiryOf(key) ?? 0);
      for (const key of touched) this.events.modified(database.index, key);
      for (const key of touched) this.events.ready(database.index, key);
    }
  }

  /** Cancels the timers. */
  stop(): void {
    this.schedule.stop();
  }
}

export function expectType<T extends ValueType>(value: Value | undefined, type: T): ValueOf<T> | undefined {
  if (!value) return undefined;
  if (!isOfType(value, type)) throw wrongType();
  return value;
}
