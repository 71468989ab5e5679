import type { Bytes } from '../../resp/bytes.js';
import { CommandError } from '../../engine/command-error.js';
import type { ScoredMember } from '../../engine/sorted-set.js';
import { parseDouble } from '../numbers.js';

/** Whether a member is within two bounds. */
export type Within = (scored: ScoredMember) => boolean;

/** Scores: `5`, `(5` without it, `-inf`, `+inf`. */
export function withinScores(minimum: Bytes, maximum: Bytes): Within {
  const low = scoreBound(minimum);
  const high = scoreBound(maximum);
  return ({ score }) =>
    (low.isExclusive ? score > low.score : score >= low.score) &&
    (high.isExclusive ? score < high.score : score <= high.score);
}

function scoreBound(text: Bytes): { readonly score: number; readonly isExclusive: boolean } {
  const isExclusive = text.startsWith('(');
  const score = parseBound(isExclusive ? text.slice(1) : text);
  if (score === undefined) throw new CommandError('ERR min or max is not a float');
  return { score, isExclusive };
}

/** As `strtod` reads it: behind spaces, an empty text as zero, and as infinite what is too great. */
function parseBound(text: Bytes): number | undefined {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+/, '');
  if (text === '') return 0;
  const value = parseDouble(trimmed);
  if (value !== undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return value;
  return Number(trimmed);
}

/** Members by their bytes: `[a`, `(a` without it, `-`, `+`. */
export function withinMembers(minimum: Bytes, maximum: Bytes): Within {
  for (const bound of [minimum, maximum]) {
    if (bound !== '-' && bound !== '+' && !/^[[(]/.test(bound)) {
      throw new CommandError('ERR min or max not valid string range item');
    }
  }
  return ({ member }) => isAbove(member, minimum) && isBelow(member, maximum);
}

function isAbove(member: Bytes, bound: Bytes): boolean {
  if (bound === '-' || bound === '+') return bound === '-';
  return bound.startsWith('(') ? member > bound.slice(1) : member >= bound.slice(1);
}

function isBelow(member: Bytes, bound: Bytes): boolean {
  if (bound === '-' || bound === '+') return bound === '+';
  return bound.startsWith('(') ? member < bound.slice(1) : member <= bound.slice(1);
}
