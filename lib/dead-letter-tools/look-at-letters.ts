import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { ErrorGroups, type ErrorGroup } from './error-groups.js';
import { matchesAll, type LetterFilter } from './letter-filter.js';
import type { LetterReader } from './letter-reader.js';

/** Which dead letters somebody wants to see. */
export interface WantedLetters {
  readonly filters: readonly LetterFilter[];
  /** The most that are looked at, from the newest on. */
  readonly latest: number;
}

/** What a look saw. */
export interface Look {
  /** How many dead letters there are. */
  readonly total: number;
  /** How many of them were looked at: the latest. */
  readonly lookedAt: number;
  /** How many of those match the filters. */
  readonly matched: number;
}

/** The newest dead letters that match, at most `limit`. */
export async function newestLetters(
  reader: LetterReader,
  descriptor: FunctionDescriptor,
  wanted: WantedLetters,
  limit: number,
): Promise<Look & { readonly letters: readonly DeadLetter[] }> {
  const letters: DeadLetter[] = [];
  // Without filters those after the last are not of interest.
  const latest = wanted.filters.length === 0 ? Math.min(wanted.latest, limit) : wanted.latest;
  const look = await lookAt(reader, descriptor, { ...wanted, latest }, (letter) => {
    if (letters.length < limit) letters.push(letter);
  });
  return { ...look, letters };
}

/** The dead letters that match, grouped by their errors. */
export async function groupedLetters(
  reader: LetterReader,
  descriptor: FunctionDescriptor,
  wanted: WantedLetters,
): Promise<Look & { readonly groups: readonly ErrorGroup[] }> {
  const groups = new ErrorGroups();
  const look = await lookAt(reader, descriptor, wanted, (letter) => groups.add(letter));
  return { ...look, groups: groups.list() };
}

async function lookAt(
  reader: LetterReader,
  descriptor: FunctionDescriptor,
  { filters, latest }: WantedLetters,
  onMatch: (letter: DeadLetter) => void,
): Promise<Look> {
  const total = await reader.count();
  let lookedAt = 0;
  let matched = 0;
  if (latest > 0) {
    for await (const letter of reader.newestFirst(await reader.bounds())) {
      lookedAt += 1;
      if (matchesAll(filters, letter, descriptor)) {
        matched += 1;
        onMatch(letter);
      }
      if (lookedAt >= latest) break;
    }
  }
  return { total, lookedAt, matched };
}
