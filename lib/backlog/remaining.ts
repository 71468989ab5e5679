/** How many messages of a function are still to be handled. */
export interface Remaining {
  readonly remaining: number;
  /** Whether the number is no exact count, because an exact one would cost too much. */
  readonly isEstimate: boolean;
}

/** What several keys have together; an estimate as soon as one of them is. */
export function sumRemaining(parts: readonly Remaining[]): Remaining {
  return {
    remaining: parts.reduce((sum, part) => sum + part.remaining, 0),
    isEstimate: parts.some(({ isEstimate }) => isEstimate),
  };
}
