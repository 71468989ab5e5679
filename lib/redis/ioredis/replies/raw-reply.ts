import { RespCursor, respType } from './resp-cursor.js';

/** An array, a map or a push as it came, whole. */
export class RawReply {
  constructor(
    private readonly data: Buffer,
    private readonly start: number,
    /** Whether there is nothing but arrays, maps, sets, texts, numbers and nulls in it. */
    readonly isPlain: boolean,
    /** How many values are in it, itself included. */
    readonly values: number,
  ) {}

  /** What it is, see `respType`. */
  get type(): number | undefined {
    return this.data[this.start];
  }

  /** A new cursor at its beginning. */
  get cursor(): RespCursor {
    return new RespCursor(this.data, this.start);
  }
}

/**
 * Decodes a plain reply as ioredis does with `replyMapping: 'legacy'`: texts to Buffers that share the memory of the
 * reply, maps to flat arrays.
 */
export function decodeReply(reply: RawReply): unknown {
  return decodeValue(reply.cursor);
}

function decodeValue(cursor: RespCursor): unknown {
  switch (cursor.type) {
    case respType.blobString:
      return cursor.readBytesOrNull();
    case respType.number:
      return cursor.readNumber();
    case respType.map:
      return decodeItems(cursor, 2);
    case respType.array:
    case respType.set:
      return decodeItems(cursor, 1);
    default:
      cursor.skipLine();
      return null;
  }
}

function decodeItems(cursor: RespCursor, each: number): unknown[] | null {
  const size = cursor.readNumber() * each;
  if (size < 0) return null;
  const items = new Array<unknown>(size);
  for (let index = 0; index < size; index++) items[index] = decodeValue(cursor);
  return items;
}
