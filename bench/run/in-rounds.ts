import type { Bench } from './bench.js';

/** Something that is measured again and again. */
export interface Measured<Result> {
  /** Has V8 compile what runs often. */
  readonly warmUp: () => Promise<unknown>;
  readonly measure: () => Promise<Result>;
  readonly end: () => Promise<unknown>;
}

/**
 * Measures every entry once a round, one after the other, so that what disturbs the machine disturbs all of them.
 * Gives for each entry what its rounds gave.
 */
export async function inRounds<Entry extends { readonly label: string }, Result>(
  bench: Pick<Bench, 'rounds' | 'say'>,
  entries: readonly Entry[],
  measure: (entry: Entry) => Promise<Result>,
): Promise<Map<Entry, Result[]>> {
  const results = new Map<Entry, Result[]>(entries.map((entry) => [entry, []]));
  for (let round = 1; round <= bench.rounds; round++) {
    for (const entry of entries) {
      bench.say(`  round ${round} of ${bench.rounds}: ${entry.label}`);
      results.get(entry)?.push(await measure(entry));
    }
  }
  return results;
}

/** The same for what keeps its processes for all rounds. They are warmed up before the first. */
export async function inWarmRounds<Entry extends { readonly label: string }, Result>(
  bench: Pick<Bench, 'rounds' | 'say'>,
  entries: readonly Entry[],
  open: (entry: Entry) => Measured<Result>,
): Promise<Map<Entry, Result[]>> {
  const opened = entries.map((entry) => ({ label: entry.label, entry, ...open(entry) }));
  try {
    for (const { label, warmUp } of opened) {
      bench.say(`  warming up: ${label}`);
      await warmUp();
    }
    const results = await inRounds(bench, opened, ({ measure }) => measure());
    return new Map([...results].map(([{ entry }, rounds]) => [entry, rounds]));
  } finally {
    await Promise.all(opened.map(({ end }) => end()));
  }
}
