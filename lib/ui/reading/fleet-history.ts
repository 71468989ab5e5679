import { SharedReading } from '../../backlog/shared-reading.js';
import type { Fleet } from '../../fleet/fleet.js';
import type { FleetMinute } from '../../fleet/minute-counters.js';
import type { Clock } from '../../time/clock.js';
import type { Minute } from './minute.js';

const shownMinutes = 60;

/** Eight hours of one function are many commands, and change little. */
const longMaxAgeInMs = 30_000;

/** How often the present minute is read. */
const maxAgeInMs = 4_900;

/**
 * What the fleet has handled, minute by minute. Minutes that are over do not change, so that a look reads two or three of
 * them, and not an hour.
 */
export class FleetHistory {
  private readonly minutesOf = new Map<number, Map<string, FleetMinute>>();
  private newest = 0;
  private readonly shared: SharedReading<void>;
  private readonly long = new Map<string, SharedReading<readonly FleetMinute[]>>();

  constructor(
    private readonly fleet: Fleet,
    private readonly clock: Clock,
  ) {
    this.shared = new SharedReading(() => this.readOn(), clock);
  }

  /** Reads what is new. Rejects where Redis does not answer. */
  refresh(): Promise<void> {
    return this.shared.get(maxAgeInMs);
  }

  /** The last hour of a function as of the last refresh, the oldest first. */
  hour(functionId: string): Minute[] {
    return Array.from({ length: shownMinutes }, (_, index) => {
      const at = this.newest - (shownMinutes - 1 - index) * 60_000;
      const known = this.minutesOf.get(at)?.get(functionId);
      return known ? minuteOf(known) : { at, processed: 0, failed: 0, buckets: [] };
    });
  }

  /** The last minutes of one function, up to eight hours. */
  async minutes(functionId: string, count: number): Promise<Minute[]> {
    if (count <= shownMinutes) {
      await this.refresh();
      return this.hour(functionId);
    }
    const known = this.long.get(functionId) ?? this.readLong(functionId, count);
    return (await known.get(longMaxAgeInMs)).map(minuteOf);
  }

  private readLong(functionId: string, count: number): SharedReading<readonly FleetMinute[]> {
    // A page that stays open for weeks must not keep every function that somebody looked at.
    if (this.long.size >= 20) this.long.clear();
    const made = new SharedReading(() => this.fleet.history(functionId, count), this.clock);
    this.long.set(functionId, made);
    return made;
  }

  /** A heartbeat may be counted in the minute before the present one. */
  private async readOn(): Promise<void> {
    const over = Math.ceil((this.clock.date().getTime() - this.newest) / 60_000);
    const count = Math.min(shownMinutes, Math.max(2, over + 2));
    const read = await this.fleet.histories(count);
    for (const [functionId, minutes] of read) {
      for (const minute of minutes) this.keep(functionId, minute);
    }
    const newest = [...read.values()][0]?.at(-1)?.at.getTime();
    this.newest = newest ?? Math.floor(this.clock.date().getTime() / 60_000) * 60_000;
    const oldest = this.newest - shownMinutes * 60_000;
    for (const at of this.minutesOf.keys()) if (at < oldest) this.minutesOf.delete(at);
  }

  private keep(functionId: string, minute: FleetMinute): void {
    if (minute.processed + minute.failed === 0) return;
    const at = minute.at.getTime();
    const known = this.minutesOf.get(at) ?? new Map<string, FleetMinute>();
    this.minutesOf.set(at, known.set(functionId, minute));
  }
}

function minuteOf({ at, processed, failed, buckets }: FleetMinute): Minute {
  return { at: at.getTime(), processed, failed, buckets };
}
