import type { Bytes } from '../../resp/bytes.js';

/** Two unsigned 64-bit numbers: milliseconds, and a sequence number within the millisecond. */
export interface StreamId {
  readonly ms: bigint;
  readonly seq: bigint;
}

const greatest = 2n ** 64n - 1n;

export const smallestId: StreamId = { ms: 0n, seq: 0n };
export const greatestId: StreamId = { ms: greatest, seq: greatest };

/** Negative, zero or positive, as `a` is before, at or behind `b`. */
export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}

export const isSameId = (a: StreamId, b: StreamId): boolean => compareIds(a, b) === 0;

export const formatId = ({ ms, seq }: StreamId): Bytes => `${ms}-${seq}`;

/** The id right behind; undefined behind the greatest. */
export function nextId({ ms, seq }: StreamId): StreamId | undefined {
  if (seq < greatest) return { ms, seq: seq + 1n };
  return ms < greatest ? { ms: ms + 1n, seq: 0n } : undefined;
}

/** The id right before; undefined before 0-0. */
export function previousId({ ms, seq }: StreamId): StreamId | undefined {
  if (seq > 0n) return { ms, seq: seq - 1n };
  return ms > 0n ? { ms: ms - 1n, seq: greatest } : undefined;
}

/** `ms-seq` or `ms` alone, to which `missingSeq` is added. As in C, spaces and a plus may stand before a number. */
export function parseId(text: Bytes, missingSeq = 0n): StreamId | undefined {
  const [, first, second] = /^\s*\+?(\d{1,100})(?:-\s*\+?(\d{1,100}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const id = { ms: BigInt(first), seq: second === undefined ? missingSeq : BigInt(second) };
  return id.ms > greatest || id.seq > greatest ? undefined : id;
}
