import type { Clock } from './clock.js';
import { now } from './real-timers.js';
import { systemClock } from './system-clock.js';

/** A point in time by both of a machine's clocks. */
export interface TwoTimes {
  readonly now: number;
  readonly date: number;
}

/** The present. */
export function readBothClocks(clock: Clock): TwoTimes {
  return { now: clock.now(), date: dateOf(clock) };
}

/**
 * How long ago something was at most, in milliseconds. The clock that only grows stands still while the machine
 * sleeps, and the other may be stepped: for what must not be believed too long, the one that says more counts.
 */
export function mostElapsedSince(then: TwoTimes, clock: Clock): number {
  return Math.max(clock.now() - then.now, dateOf(clock) - then.date);
}

/** This is asked for each invocation, so no Date is made where none is needed. */
function dateOf(clock: Clock): number {
  return clock === systemClock ? now() : clock.date().getTime();
}

/** The point in time so many milliseconds earlier. */
export function before({ now, date }: TwoTimes, byMs: number): TwoTimes {
  return { now: now - byMs, date: date - byMs };
}
