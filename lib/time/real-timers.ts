import * as timers from 'node:timers';

/*
 * Node's own timers and clock, as they were when this module was loaded. Tests of users switch fake ones on;
 * a connection must not stand still because of that. From `node:timers`, which also jsdom does not replace.
 */
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = timers;

/** The present, in milliseconds since the Unix epoch. */
export const now: () => number = Date.now.bind(Date);

/** Milliseconds since some moment; it never goes back. */
export const elapsed: () => number = performance.now.bind(performance);

/** Runs `action` when what runs now has ended, before anything else. */
export const nextTick: (action: () => void) => void = process.nextTick.bind(process);
