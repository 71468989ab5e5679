import { bucketOf, durationBoundsInMs } from '../../fleet/durations.js';
import type { InvocationEvent } from '../../events/runtime-events.js';
import { clipped } from '../../errors/clipped.js';
import type { Clock } from '../../time/clock.js';
import type { RunningHere } from '../page-source.js';
import type { RecentInvocation } from '../shapes.js';
import type { Minute } from './minute.js';

/** As long as a fleet keeps minutes: eight hours. */
const mostMinutes = 480;

/** So many invocations of a function are kept. */
const mostRecent = 200;

/** Its number, two counts, and one bucket more than there are bounds. */
const numbersPerMinute = durationBoundsInMs.length + 4;

/** What this process has handled, minute by minute, and the last invocations: in memory, 36 kB a function that is used. */
export class ProcessHistory {
  private readonly series = new Map<string, Series>();
  private readonly recents = new Map<string, RecentInvocation[]>();
  private readonly endings: (() => void)[] = [];

  constructor(
    running: RunningHere,
    private readonly clock: Clock,
  ) {
    for (const [name, outcome] of endings) {
      const listener = (event: InvocationEvent): void => this.ended(event, outcome);
      running.on(name, listener);
      this.endings.push(() => running.off(name, listener));
    }
  }

  /** The last minutes of a function, the oldest first, the present one last. */
  minutes(functionId: string, count: number): Minute[] {
    const present = this.presentMinute();
    const series = this.series.get(functionId);
    return Array.from({ length: count }, (_, index) => {
      const minute = present - count + 1 + index;
      return series?.read(minute) ?? { at: minute * 60_000, processed: 0, failed: 0, buckets: [] };
    });
  }

  /** The newest first. */
  recent(functionId: string): readonly RecentInvocation[] {
    return [...(this.recents.get(functionId) ?? [])].reverse();
  }

  close(): void {
    for (const end of this.endings.splice(0)) end();
  }

  private ended(
    event: InvocationEvent & { readonly error?: { name: string; message: string } },
    outcome: string,
  ): void {
    const { functionId, durationInMs, source, entryId, attempt, deliveryCount, error } = event;
    if (outcome !== 'postponed')
      this.seriesOf(functionId).add(this.presentMinute(), durationInMs, outcome === 'failed');
    const recent = this.recents.get(functionId) ?? [];
    if (recent.length === 0) this.recents.set(functionId, recent);
    if (recent.length >= mostRecent) recent.shift();
    recent.push({
      at: this.clock.date().getTime(),
      outcome,
      ms: durationInMs,
      source,
      ...(entryId !== undefined && { entryId }),
      attempt,
      deliveries: deliveryCount,
      ...(error && { error: clipped(`${error.name}: ${error.message}`) }),
    });
  }

  private seriesOf(functionId: string): Series {
    const known = this.series.get(functionId);
    if (known) return known;
    const made = new Series();
    this.series.set(functionId, made);
    return made;
  }

  private presentMinute(): number {
    return Math.floor(this.clock.date().getTime() / 60_000);
  }
}

const endings = [
  ['invocationSucceeded', 'succeeded'],
  ['invocationFailed', 'failed'],
  ['invocationDropped', 'dropped'],
  ['invocationPostponed', 'postponed'],
] as const;

/** A ring of minutes. Of each its number, how many were processed, how many failed, and how long they took, in buckets. */
class Series {
  private readonly numbers = new Uint32Array(mostMinutes * numbersPerMinute);

  add(minute: number, durationInMs: number, hasFailed: boolean): void {
    const at = (minute % mostMinutes) * numbersPerMinute;
    const { numbers } = this;
    if (numbers[at] !== minute) numbers.fill(0, at, at + numbersPerMinute);
    numbers[at] = minute;
    const index = at + (hasFailed ? 2 : 1);
    numbers[index] = (numbers[index] ?? 0) + 1;
    const bucket = at + 3 + bucketOf(durationInMs);
    numbers[bucket] = (numbers[bucket] ?? 0) + 1;
  }

  read(minute: number): Minute | undefined {
    const at = (minute % mostMinutes) * numbersPerMinute;
    const [number, processed = 0, failed = 0, ...buckets] = this.numbers.subarray(at, at + numbersPerMinute);
    return number === minute ? { at: minute * 60_000, processed, failed, buckets } : undefined;
  }
}
