import type { Bytes } from '../resp/bytes.js';

interface ClassMatch {
  readonly matches: boolean;
  readonly next: number;
}

/** Whether a text matches a glob pattern, by Redis' rules. */
export function matchesGlob(pattern: Bytes, text: Bytes, { ignoreCase = false } = {}): boolean {
  if (pattern === '*') return true;
  return ignoreCase
    ? matchFrom(pattern.toLowerCase(), 0, text.toLowerCase(), 0)
    : matchFrom(pattern, 0, text, 0);
}

function matchFrom(pattern: Bytes, patternStart: number, text: Bytes, textStart: number): boolean {
  let p = patternStart;
  let t = textStart;
  // Where to go on when what follows a star does not match here: one character more belongs to the star.
  let starPattern = -1;
  let starText = -1;
  while (t < text.length || p < pattern.length) {
    if (pattern[p] === '*') {
      starPattern = ++p;
      starText = t;
      continue;
    }
    const step = t < text.length ? matchOne(pattern, p, text.charAt(t)) : undefined;
    if (step?.matches) {
      p = step.next;
      t++;
      continue;
    }
    if (starPattern < 0 || starText >= text.length) return false;
    p = starPattern;
    t = ++starText;
  }
  return true;
}

function matchOne(pattern: Bytes, position: number, character: string): ClassMatch | undefined {
  const sign = pattern[position];
  if (sign === undefined) return undefined;
  if (sign === '?') return { matches: true, next: position + 1 };
  if (sign === '[') return matchClass(pattern, position + 1, character);
  const at = sign === '\\' && position + 1 < pattern.length ? position + 1 : position;
  return { matches: pattern[at] === character, next: at + 1 };
}

function matchClass(pattern: Bytes, start: number, character: string): ClassMatch {
  const isNegated = pattern[start] === '^';
  let position = isNegated ? start + 1 : start;
  let found = false;
  // A class that is not closed ends with the pattern.
  while (position < pattern.length && pattern[position] !== ']') {
    if (pattern[position] === '\\' && position + 1 < pattern.length) {
      found ||= pattern[position + 1] === character;
      position += 2;
    } else if (pattern[position + 1] === '-' && position + 2 < pattern.length) {
      found ||= isBetween(character, pattern.charAt(position), pattern.charAt(position + 2));
      position += 3;
    } else {
      found ||= pattern[position] === character;
      position++;
    }
  }
  return { matches: found !== isNegated, next: Math.min(position + 1, pattern.length) };
}

function isBetween(character: string, first: string, last: string): boolean {
  return first <= last ? character >= first && character <= last : character >= last && character <= first;
}
