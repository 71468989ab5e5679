import type { Bench } from './bench.js';

/**
 * Measures every entry once a round, one after the other, so that what disturbs the machine disturbs all of them.
 * Gives for each entry what its rounds gave.
 */
export async function inRounds<Entry extends { readonly label: string }, Result>(
  bench: Bench,
  entries: readonly Entry[],
  measure: (bench: Bench, entry: Entry) => Promise<Result>,
): Promise<Map<Entry, Result[]>> {
  const results = new Map<Entry, Result[]>(entries.map((entry) => [entry, []]));
  for (let round = 1; round <= bench.rounds; round++) {
    for (const entry of entries) {
      bench.say(`  round ${round} of ${bench.rounds}: ${entry.label}`);
      results.get(entry)?.push(await measure(bench, entry));
    }
  }
  return results;
}
