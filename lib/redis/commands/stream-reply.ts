import type { StreamField } from '../../messages/stream-entry.js';

/** One entry as XRANGE, XREADGROUP and XCLAIM answer it; `fields` is null where it was deleted. */
export type EntryReply = readonly [id: Buffer, fields: readonly Buffer[] | null];

/** Names and values by turns, as pairs. */
export function fieldPairs(flat: readonly Buffer[]): StreamField[] {
  // Of its length at once: an array that grows takes room for many, and most entries have few fields.
  const pairs = new Array<StreamField>(flat.length >> 1);
  for (let index = 0; index < pairs.length; index++) {
    pairs[index] = [flat[2 * index] as Buffer, flat[2 * index + 1] as Buffer];
  }
  return pairs;
}

const largest = 2n ** 64n - 1n;

/**
 * The smallest id above this one: where a page after it begins, for the exclusive ranges of Redis came with 6.2.
 * Undefined after the last of all.
 */
export function idAfter(id: string): string | undefined {
  const [milliseconds = '0', sequence = '0'] = id.split('-');
  if (BigInt(sequence) < largest) return `${milliseconds}-${BigInt(sequence) + 1n}`;
  return BigInt(milliseconds) < largest ? `${BigInt(milliseconds) + 1n}-0` : undefined;
}

/** The largest id below this one; the smallest of all where there is none. */
export function idBefore(id: string): string {
  const [milliseconds = '0', sequence = '0'] = id.split('-');
  if (BigInt(sequence) > 0n) return `${milliseconds}-${BigInt(sequence) - 1n}`;
  return BigInt(milliseconds) > 0n ? `${BigInt(milliseconds) - 1n}-${largest}` : '0-0';
}

/** Which of two ids comes first, as a sort wants it: below zero where it is the first. */
export function compareIds(one: string, other: string): number {
  const [milliseconds = '0', sequence = '0'] = one.split('-');
  const [otherMilliseconds = '0', otherSequence = '0'] = other.split('-');
  const difference =
    BigInt(milliseconds) - BigInt(otherMilliseconds) || BigInt(sequence) - BigInt(otherSequence);
  return difference < 0n ? -1 : Number(difference > 0n);
}
