import type { Rate } from '../../functions/function-descriptor.js';
import type { Clock } from '../../time/clock.js';
import type { RateLog, Reservation } from './rate-log.js';
import { SlidingLog } from './sliding-log.js';

/** Counts what this process takes. */
export class ProcessRateLog implements RateLog {
  private readonly log: SlidingLog;
  private reserved = 0;
  private latest = 0;

  constructor(
    private readonly limit: Pick<Rate, 'messages' | 'perMs'>,
    private readonly clock: Clock,
  ) {
    this.log = new SlidingLog(limit.perMs);
  }

  reserve(most: number, least: number): Reservation {
    const now = this.clock.now();
    const unreserved = this.limit.messages - this.reserved;
    const free = unreserved - this.log.countAt(now);
    const id = ++this.latest;
    if (free < least) return { id, count: 0, retryInMs: this.untilAtMost(unreserved - least, now) };
    const count = Math.min(most, free);
    this.reserved += count;
    return { id, count, retryInMs: 0 };
  }

  settle({ count }: Reservation, used: number): void {
    this.reserved -= count;
    this.log.add(used, this.clock.now());
  }

  /** Where it takes what others have reserved, they say so when they give it back. */
  private untilAtMost(most: number, now: number): number {
    return most < 0 ? this.limit.perMs : this.log.untilAtMost(most, now);
  }
}
