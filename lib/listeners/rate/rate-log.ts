/** Knows how many messages were taken lately, and how many more the rate allows. */
export interface RateLog {
  /**
   * Reserves at most `most`, unless fewer than `least` are free. `isIdle`: for a read that waits for its first message, so
   * that it may last long, and there is no hurry.
   */
  reserve(most: number, least: number, isIdle: boolean): Reservation | Promise<Reservation>;
  /** So many messages have just been taken with this reservation; the rest is given back. */
  settle(reservation: Reservation, used: number): void;
  /** Resolves when all that was settled has been told, or could not be; only where others are told. */
  whenTold?(): Promise<void>;
}

/** An answer of the log. */
export interface Reservation {
  readonly id: number;
  /** How many messages may be taken; 0 where that is not allowed yet. */
  readonly count: number;
  /** Where it is not: when to ask again. */
  readonly retryInMs: number;
}

/** Of what was taken within one step, one time is kept, so that the log stays short. */
const steps = 100;

/** The length of a step: an hundredth of the time that the rate is for. */
export function stepOf(perMs: number): number {
  return perMs / steps;
}

/**
 * What was taken counts so much longer than the time that the rate is for, at most: a step, because handlers begin a little
 * later than their messages come, and not always by the same time; and the rest of its own step.
 */
export function countedLongerInMs(perMs: number): number {
  return 2 * stepOf(perMs);
}
