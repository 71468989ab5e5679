import { countedLongerInMs, stepOf } from './rate-log.js';

/** What was taken within one step counts until then. */
interface Step {
  readonly until: number;
  count: number;
}

/**
 * How many messages were taken within the last `perMs`. Each counts for one or two hundredths longer (`countedLongerInMs`).
 */
export class SlidingLog {
  private readonly steps: Step[] = [];
  private sum = 0;

  constructor(private readonly perMs: number) {}

  add(count: number, now: number): void {
    if (count === 0) return;
    const step = stepOf(this.perMs);
    const until = Math.floor(now / step) * step + this.perMs + countedLongerInMs(this.perMs);
    const last = this.steps.at(-1);
    if (last?.until === until) last.count += count;
    else this.steps.push({ until, count });
    this.sum += count;
  }

  /** How many count at this time. */
  countAt(now: number): number {
    for (let [first] = this.steps; first && first.until <= now; [first] = this.steps) {
      this.steps.shift();
      this.sum -= first.count;
    }
    return this.sum;
  }

  /** How long it takes until no more than `most` count. */
  untilAtMost(most: number, now: number): number {
    let left = this.countAt(now);
    let until = now;
    for (const step of this.steps) {
      if (left <= most) break;
      left -= step.count;
      until = step.until;
    }
    return until - now;
  }
}
