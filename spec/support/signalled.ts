import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { signals } from '../../lib/signals/signals.js';
import { patienceInMs } from './patience.js';

/** What the library tells of. */
export type SignalName = keyof typeof signals;

/**
 * Resolves with what `look` returns once that is neither undefined nor false: looks at once, and again whenever a runtime
 * of this process gives one of these signals. Rejects after `patience`.
 */
export async function signalled<Value>(
  names: SignalName | readonly SignalName[],
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what = 'the condition',
  patience = patienceInMs,
): Promise<Value> {
  let given = 0;
  let isOver = false;
  let wake = (): void => undefined;
  const note = (): void => {
    given += 1;
    wake();
  };
  const watched = [names].flat().map((name) => signals[name]);
  for (const { name } of watched) subscribe(name, note);
  const timer = setTimeout(() => {
    isOver = true;
    wake();
  }, patience);
  try {
    for (;;) {
      const before = given;
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      if (isOver) throw new Error(`waited ${patience} ms for ${what}; ${String(names)} came ${given} times`);
      // What came while it looked may have been too late to be seen.
      if (given === before) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearTimeout(timer);
    for (const { name } of watched) unsubscribe(name, note);
  }
}

/**
 * Resolves at the end of the first round of a listener that ends after so long: a wait in real time, because the server
 * reckons by its own clock how long a lease lasts.
 */
export async function whenRoundsTook(durationInMs: number): Promise<void> {
  const begunAt = performance.now();
  await signalled(
    'roundEnded',
    () => performance.now() - begunAt >= durationInMs,
    'rounds that take so long',
  );
}
