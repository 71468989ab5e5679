/**
 * Stands in for the system's clock and can be stepped, as an administrator or a virtual machine that wakes up
 * steps the real one. It has to be imported before anything that takes hold of `Date.now`.
 */
const realNow = Date.now.bind(Date);
let offsetInMs = 0;

Date.now = () => realNow() + offsetInMs;

/** Steps the clock, forward or backward. */
export function stepDate(byMs: number): void {
  offsetInMs += byMs;
}
