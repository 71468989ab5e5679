import type { Refuse } from './connection-string-refusal.js';
import { flagWords, parseFlag, parseWholeNumber } from './parse-values.js';

const largest = 2_147_483_647;

/** A word for true or false under a keyword; undefined where there is none. */
export function readFlag<K extends string>(
  values: ReadonlyMap<K, string>,
  keyword: K,
  refuse: Refuse,
): boolean | undefined {
  const text = values.get(keyword);
  if (text === undefined) return undefined;
  const flag = parseFlag(text);
  if (flag === undefined)
    throw refuse(`has "${keyword}" with a value that is neither true nor false`, `Write ${flagWords}.`);
  return flag;
}

/** A whole number under a keyword; undefined where there is none. */
export function readNumber<K extends string>(
  values: ReadonlyMap<K, string>,
  keyword: K,
  minimum: number,
  refuse: Refuse,
): number | undefined {
  const text = values.get(keyword);
  if (text === undefined) return undefined;
  const number = parseWholeNumber(text);
  if (number !== undefined && number >= minimum && number <= largest) return number;
  throw refuse(`has "${keyword}" with a value that is not a whole number from ${minimum} to ${largest}`);
}
