/**
 * The upper bounds of the buckets that durations are counted in, in milliseconds; one more bucket is for what took longer.
 * They are fixed, so that the counts of all processes and versions can be added.
 */
export const durationBoundsInMs: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000,
];

/** The index of the bucket that a duration is counted in. */
export function bucketOf(durationInMs: number): number {
  const index = durationBoundsInMs.findIndex((bound) => durationInMs <= bound);
  return index < 0 ? durationBoundsInMs.length : index;
}

/**
 * The duration that this share of what was counted did not exceed, in milliseconds, such as 0.95 of it: the upper bound of
 * the bucket that it is in. Undefined where nothing was counted, Infinity where it took longer than the last bound.
 */
export function durationQuantile(buckets: readonly number[], share: number): number | undefined {
  const count = buckets.reduce((sum, each) => sum + each, 0);
  if (count === 0) return undefined;
  let seen = 0;
  const index = buckets.findIndex((each) => (seen += each) >= share * count && each > 0);
  return durationBoundsInMs[index] ?? Infinity;
}
