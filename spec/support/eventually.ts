import { patienceInMs } from './patience.js';
import { realTime } from './real-time.js';

/** A look costs a round trip: while nothing has changed for long, they become rarer, up to this. */
const rarestLookInMs = 50;

/**
 * Resolves with what `look` returns once that is neither undefined nor false, asking again and again. Only for what announces
 * itself to nobody here: what the server alone knows, such as its clients, or another process. All else has a named signal
 * (`signalled`), an event, or a line of the log. Rejects after `patience`.
 */
export async function eventually<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what = 'the condition',
  patience = patienceInMs,
): Promise<Value> {
  const startedAt = Date.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    const waited = Date.now() - startedAt;
    if (waited > patience) throw new Error(`waited ${patience} ms for ${what}`);
    const pause = Math.min(1 + waited / 10, rarestLookInMs);
    await realTime(pause);
  }
}
