import { closest, distance } from 'fastest-levenshtein';

/** The known name that `name` is probably a typo for, or undefined. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lowered = name.toLowerCase();
  const nearest = closest(
    lowered,
    known.map((each) => each.toLowerCase()),
  );
  const edits = distance(lowered, nearest);
  if (edits > 2 || edits >= nearest.length / 2) return undefined;
  return known.find((each) => each.toLowerCase() === nearest);
}
