import { durationQuantile } from '../../fleet/durations.js';
import type { ShownMinute } from '../shapes.js';

/** What was done with the messages of a function in one minute. */
export interface Minute {
  readonly at: number;
  readonly processed: number;
  readonly failed: number;
  /** As `durationBoundsInMs` says; empty where nothing was handled. */
  readonly buckets: readonly number[];
}

/** The duration that 95 of 100 did not exceed; null where it is beyond the last bound, undefined where nothing was handled. */
export function p95(minutes: readonly Minute[]): number | null | undefined {
  const length = Math.max(0, ...minutes.map(({ buckets }) => buckets.length));
  const sums = Array.from({ length }, (_, index) =>
    minutes.reduce((sum, { buckets }) => sum + (buckets[index] ?? 0), 0),
  );
  const found = durationQuantile(sums, 0.95);
  return found === Infinity ? null : found;
}

export function showMinute(minute: Minute): ShownMinute {
  const slow = p95([minute]);
  return {
    at: minute.at,
    handled: minute.processed + minute.failed,
    failed: minute.failed,
    ...(slow !== undefined && { p95: slow }),
  };
}
