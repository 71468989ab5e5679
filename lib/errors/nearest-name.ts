import { closest, distance } from 'fastest-levenshtein';

/** The most edits, including letters that are missing or too many, that pass for a typo. */
const mostEdits = 2;

/**
 * The known name that `name` is probably a typo for, or undefined. Whoever writes it may be a stranger, and the
 * distance takes time that grows with the square of the length: only names of about the same length are compared.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const similar = known.filter((each) => Math.abs(each.length - name.length) <= mostEdits);
  if (similar.length === 0) return undefined;
  const lowered = name.toLowerCase();
  const nearest = closest(
    lowered,
    similar.map((each) => each.toLowerCase()),
  );
  const edits = distance(lowered, nearest);
  if (edits > mostEdits || edits >= nearest.length / 2) return undefined;
  return similar.find((each) => each.toLowerCase() === nearest);
}
