/** How many messages of a function have not been handled yet. */
export interface Remaining {
  /** The number of messages, with delayed ones that are due. */
  readonly remaining: number;
  /** Whether it is an estimate, because an exact count would cost too much. */
  readonly isEstimate: boolean;
  /** How many delayed messages are not due yet; absent for a function without the option `delayed`. */
  readonly delayed?: number;
}

/** What several keys have together; an estimate as soon as one of them is. */
export function sumRemaining(parts: readonly Remaining[]): Remaining {
  return {
    remaining: parts.reduce((sum, part) => sum + part.remaining, 0),
    isEstimate: parts.some(({ isEstimate }) => isEstimate),
  };
}
