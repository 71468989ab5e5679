/** The middle of some numbers, and how far they go. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(numbers: readonly number[]): Spread {
  return { median: quantile(numbers, 0.5), min: Math.min(...numbers), max: Math.max(...numbers) };
}

/** The ratios of what was measured in the same round, so that a slow minute slows both sides. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((each, round) => each / (theirs[round] ?? NaN));
}

/** The number that this part of them does not exceed, between two neighbours where it falls there. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
