import type { Clock } from './clock.js';

/** A point in time by both of a machine's clocks. */
export interface TwoTimes {
  readonly now: number;
  readonly date: number;
}

/** The present. */
export function readBothClocks(clock: Clock): TwoTimes {
  return { now: clock.now(), date: clock.date().getTime() };
}

/**
 * How long ago something was at most, in milliseconds. The clock that only grows stands still while the machine
 * sleeps, and the other may be stepped: for what must not be believed too long, the one that says more counts.
 */
export function mostElapsedSince(then: TwoTimes, clock: Clock): number {
  return Math.max(clock.now() - then.now, clock.date().getTime() - then.date);
}

/** The point in time so many milliseconds earlier. */
export function before({ now, date }: TwoTimes, byMs: number): TwoTimes {
  return { now: now - byMs, date: date - byMs };
}
