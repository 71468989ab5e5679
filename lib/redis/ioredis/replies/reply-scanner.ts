import { RespCursor, respType } from './resp-cursor.js';

/** Finds the end of one reply, of whatever kind, in the chunks that it comes in. */
export class ReplyScanner {
  /** How many values are still to come, this one included. */
  private remaining = 1;
  /** How many bytes of a text are in chunks to come. */
  private toSkip = 0;
  /** The beginning of a line whose end is in a chunk to come. */
  private line?: Buffer | undefined;
  private hasOthers = false;
  private seen = 0;

  /** Whether there was nothing but arrays, maps, sets, texts, numbers and nulls in it so far. */
  get isPlain(): boolean {
    return !this.hasOthers;
  }

  /** How many values there were in it so far, itself included. */
  get values(): number {
    return this.seen;
  }

  /** Goes on at a place in the next chunk. Returns where in it the reply ends; undefined where it does not. */
  scan(chunk: Buffer, start: number): number | undefined {
    const { line } = this;
    if (!line) return this.scanLines(new RespCursor(chunk, start + this.toSkip));
    this.line = undefined;
    const end = this.scanLines(new RespCursor(Buffer.concat([line, chunk.subarray(start)]), 0));
    return end === undefined ? undefined : end - line.length + start;
  }

  private scanLines(cursor: RespCursor): number | undefined {
    const { data } = cursor;
    while (this.remaining > 0 && cursor.at < data.length) {
      const lineStart = cursor.at;
      const inside = this.skipHead(cursor);
      if (Number.isNaN(inside)) {
        this.line = data.subarray(lineStart);
        this.toSkip = 0;
        return undefined;
      }
      this.remaining += inside - 1;
      this.seen += 1;
    }
    this.toSkip = Math.max(0, cursor.at - data.length);
    return this.remaining === 0 && this.toSkip === 0 ? cursor.at : undefined;
  }

  /**
   * Moves into the value at the cursor, or behind it if it has no inside. Returns how many values are inside;
   * NaN where its first line has not come to its end.
   */
  private skipHead(cursor: RespCursor): number {
    switch (cursor.type) {
      case respType.blobString:
        return skipText(cursor);
      case respType.array:
      case respType.set:
        return skipSize(cursor, 1);
      case respType.map:
        return skipSize(cursor, 2);
      case respType.number:
      case respType.null:
        return skipLine(cursor);
      default:
        this.hasOthers = true;
        return skipOther(cursor);
    }
  }
}

function skipOther(cursor: RespCursor): number {
  switch (cursor.type) {
    case respType.blobError:
    case respType.verbatimString:
      return skipText(cursor);
    case respType.push:
      return skipSize(cursor, 1);
    case respType.attribute:
      // The value that it is about follows.
      return skipSize(cursor, 2) + 1;
    default:
      return skipLine(cursor);
  }
}

function skipText(cursor: RespCursor): number {
  const length = cursor.readNumber();
  // What is no RESP at all goes on line by line: ioredis says so.
  if (Number.isNaN(length)) return skipLine(cursor);
  if (length >= 0) cursor.at += length + 2;
  return 0;
}

function skipSize(cursor: RespCursor, each: number): number {
  const size = cursor.readNumber();
  if (Number.isNaN(size)) return skipLine(cursor);
  return Math.max(0, size) * each;
}

const skipLine = (cursor: RespCursor): number => (cursor.skipLine() ? 0 : Number.NaN);
