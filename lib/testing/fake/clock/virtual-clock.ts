import { now, setImmediate } from '../../../time/real-timers.js';
import type { ClockTimer, FakeClock } from './fake-clock.js';
import { TimerHeap } from './timer-heap.js';

interface VirtualTimer extends ClockTimer {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

/**
 * Time that stands still until it is moved. Several fakes may share one clock.
 */
export class VirtualClock implements FakeClock {
  private readonly timers = new TimerHeap<VirtualTimer>();
  private order = 0;
  private cancelled = 0;
  private readonly awaited = new Set<Promise<unknown>>();
  private time: number;

  /** @param startsAt in milliseconds since the Unix epoch. Default: the present */
  constructor(startsAt: number = now()) {
    this.time = startsAt;
  }

  /** The current time, in milliseconds since the Unix epoch. */
  now(): number {
    return this.time;
  }

  /** Runs an action at this time. */
  at(time: number, action: () => void): ClockTimer {
    const timer: VirtualTimer = {
      time,
      order: this.order++,
      action,
      cancelled: false,
      cancel: () => this.cancel(timer),
    };
    this.timers.push(timer);
    return timer;
  }

  /** Has no time pass before this has settled: what takes real time, such as to load code. */
  standUntil(settled: Promise<unknown>): void {
    const forget = (): void => void this.awaited.delete(awaited);
    const awaited = settled.then(forget, forget);
    this.awaited.add(awaited);
  }

  /**
   * Moves the time forward. What falls due on the way is done in order, each at its own time; what clients do at once
   * in response to a reply is done before the next.
   */
  async advance(byInMs: number): Promise<void> {
    if (!(byInMs >= 0)) throw new RangeError('A clock advances by zero or more milliseconds');
    await this.moveTo(this.time + byInMs);
  }

  /** Sets the time, in milliseconds since the Unix epoch: forward like `advance`; backward, nothing happens. */
  async setTime(time: number): Promise<void> {
    if (time < this.time) this.time = time;
    else await this.moveTo(time);
  }

  private async moveTo(time: number): Promise<void> {
    await settle();
    while (this.awaited.size > 0) {
      await Promise.all(this.awaited);
      await settle();
    }
    for (let timer = this.nextDue(time); timer; timer = this.nextDue(time)) {
      this.time = Math.max(this.time, timer.time);
      timer.action();
      await settle();
    }
    this.time = Math.max(this.time, time);
  }

  /** Cancelled timers are swept out when they are the greater part, so that they do not pile up. */
  private cancel(timer: VirtualTimer): void {
    if (timer.cancelled) return;
    timer.cancelled = true;
    this.cancelled++;
    if (this.cancelled < 64 || this.cancelled * 2 < this.timers.size) return;
    this.timers.keepOnly((one) => !one.cancelled);
    this.cancelled = 0;
  }

  private nextDue(time: number): VirtualTimer | undefined {
    while (this.timers.first()?.cancelled) this.timers.pop();
    const first = this.timers.first();
    return first && first.time <= time ? this.timers.pop() : undefined;
  }
}

/** So many turns of the event loop: a client that has just been made needs some for its handshake. */
const turnsToSettle = 10;

/** Lets replies that are under way arrive, and what waits for them go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < turnsToSettle; turn++)
    await new Promise<void>((resolve) => setImmediate(resolve));
}
