import type { Bytes } from '../../resp/bytes.js';
import { CommandError } from '../../engine/command-error.js';
import {
  greatestId,
  nextId,
  parseId,
  previousId,
  smallestId,
  type StreamId,
} from '../../engine/stream/stream-id.js';

export const invalidId = (): CommandError =>
  new CommandError('ERR Invalid stream ID specified as stream command argument');

/** An id; where the sequence number is missing it is zero, unless told. */
export function streamId(text: Bytes | undefined, missingSeq = 0n): StreamId {
  const id = parseId(text ?? '', missingSeq);
  if (!id) throw invalidId();
  return id;
}

/** The start of a range: an id, `-`, `+`, or an id behind `(`, which is left out. */
export function rangeStart(text: Bytes, version: number): StreamId {
  if (!isExclusive(text, version)) return rangeBound(text, 0n);
  const id = nextId(streamId(text.slice(1)));
  if (!id) throw new CommandError('ERR invalid start ID for the interval');
  return id;
}

export function rangeEnd(text: Bytes, version: number): StreamId {
  if (!isExclusive(text, version)) return rangeBound(text, greatestId.seq);
  const id = previousId(streamId(text.slice(1), greatestId.seq));
  if (!id) throw new CommandError('ERR invalid end ID for the interval');
  return id;
}

const isExclusive = (text: Bytes, version: number): boolean => version >= 6.2 && text.startsWith('(');

function rangeBound(text: Bytes, missingSeq: bigint): StreamId {
  if (text === '-') return smallestId;
  return text === '+' ? greatestId : streamId(text, missingSeq);
}
