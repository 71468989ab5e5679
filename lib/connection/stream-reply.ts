import type { StreamField } from '../messages/stream-entry.js';

/** One entry as XRANGE, XREADGROUP and XCLAIM answer it; `fields` is null where it was deleted. */
export type EntryReply = readonly [id: Buffer, fields: readonly Buffer[] | null];

/** Names and values by turns, as pairs. */
export function fieldPairs(flat: readonly Buffer[]): StreamField[] {
  const pairs: StreamField[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([flat[index] as Buffer, flat[index + 1] as Buffer]);
  }
  return pairs;
}

/** The smallest id above this one: where a page after it begins. Redis 6.0 has no `(id` for it. */
export function idAfter(id: string): string {
  const [milliseconds = '0', sequence = '0'] = id.split('-');
  return `${milliseconds}-${BigInt(sequence) + 1n}`;
}
