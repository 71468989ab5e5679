import type { Bytes } from '../resp/bytes.js';
import type { ClockTimer, FakeClock } from '../clock/fake-clock.js';
import { TimerHeap } from '../clock/timer-heap.js';

interface PlannedExpiry {
  readonly time: number;
  readonly order: number;
  readonly key: Bytes;
}

/** What the schedule asks of its database. */
export interface ExpiringKeys {
  /** When the key expires, if it does. */
  expiryOf(key: Bytes): number | undefined;
  /** How many keys have an expiry. */
  readonly expiringCount: number;
  /** Removes a key whose time has come. */
  expire(key: Bytes): void;
}

/** Expires the keys of a database at their time, so that `expired` is told then and not at the next read. */
export class ExpirySchedule {
  private readonly heap = new TimerHeap<PlannedExpiry>();
  private order = 0;
  private timer?: ClockTimer;
  private armedFor = Infinity;

  constructor(
    private readonly clock: FakeClock,
    private readonly keys: ExpiringKeys,
  ) {}

  plan(key: Bytes, time: number): void {
    this.heap.push({ time, order: this.order++, key });
    // A key whose expiry is set again and again leaves its former plans behind.
    if (this.heap.size > 64 + 2 * this.keys.expiringCount) {
      this.heap.keepOnly((planned) => this.keys.expiryOf(planned.key) === planned.time);
    }
    this.arm();
  }

  stop(): void {
    this.timer?.cancel();
    this.armedFor = Infinity;
    this.heap.clear();
  }

  private arm(): void {
    const time = this.heap.first()?.time ?? Infinity;
    if (time >= this.armedFor) return;
    this.timer?.cancel();
    this.armedFor = time;
    this.timer = this.clock.at(time, () => this.expireDue());
  }

  private expireDue(): void {
    this.armedFor = Infinity;
    const now = this.clock.now();
    for (let first = this.heap.first(); first && first.time <= now; first = this.heap.first()) {
      this.heap.pop();
      if (this.keys.expiryOf(first.key) === first.time) this.keys.expire(first.key);
    }
    this.arm();
  }
}
