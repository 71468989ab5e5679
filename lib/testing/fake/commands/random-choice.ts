import type { Bytes } from '../resp/bytes.js';
import { CommandError, syntaxError } from '../engine/command-error.js';
import { integer } from './numbers.js';

/** The most that one reply may hold; Redis would try, and run out of memory. */
const longestReply = 2 ** 24;

/** The count of SRANDMEMBER and its kin: of the 64-bit integers all but the smallest. */
export function randomCount(text: Bytes, version: number): number {
  const count = integer(text);
  if (count === -(2 ** 63) && text === '-9223372036854775808' && version >= 7) {
    throw new CommandError(
      'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    );
  }
  return count;
}

/** key [count [WITHSCORES]]: of ZRANDMEMBER and HRANDFIELD. */
export function randomArguments(
  args: readonly Bytes[],
  word: string,
  version: number,
): { readonly count: number | undefined; readonly withValues: boolean } {
  const [, , text, option, ...rest] = args;
  if (text === undefined) return { count: undefined, withValues: false };
  const count = randomCount(text, version);
  if (rest.length > 0 || (option !== undefined && option.toUpperCase() !== word)) throw syntaxError();
  const withValues = option !== undefined;
  if (withValues && Math.abs(count) > 2 ** 62) throw new CommandError('ERR value is out of range');
  return { count, withValues };
}

/** So many of the elements; a negative count may choose one more than once. */
export function chooseRandomly<T>(elements: readonly T[], count: number): T[] {
  if (count >= 0) return shuffled(elements).slice(0, count);
  if (elements.length === 0) return [];
  if (-count > longestReply) throw new CommandError('ERR value is out of range');
  return Array.from({ length: -count }, () => elements[Math.floor(Math.random() * elements.length)] as T);
}

export function shuffled<T>(elements: readonly T[]): T[] {
  return elements
    .map((element) => [Math.random(), element] as const)
    .sort(([a], [b]) => a - b)
    .map(([, element]) => element);
}
