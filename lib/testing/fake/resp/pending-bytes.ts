import type { Bytes } from './bytes.js';

const empty = Buffer.alloc(0);
const newline = 0x0a;
const carriageReturn = 0x0d;
const asterisk = 0x2a;
const dollar = 0x24;
const zero = 0x30;

const longestWhole = 16 * 1024;
const longestCut = 12;
const longestChunk = 64 * 1024;

/** The length that begins here, of one to nine digits and CR LF behind them; -1 for anything else. */
function lengthAt(buffer: Buffer, start: number): number {
  let value = 0;
  for (let at = start; at < start + 10 && at + 1 < buffer.length; at++) {
    const byte = buffer[at] ?? 0;
    if (byte === carriageReturn) return at === start ? -1 : value;
    // No length begins with a zero but zero itself.
    if (byte < zero || byte > zero + 9 || (at > start && value === 0)) return -1;
    value = value * 10 + byte - zero;
  }
  return -1;
}

/** Behind the CR LF of a length. */
function lineEnd(buffer: Buffer, start: number): number {
  let at = start;
  while (buffer[at] !== carriageReturn) at++;
  return at + 2;
}

/** Bytes that have arrived and are not parsed yet. A long bulk in many chunks is joined once, not each time. */
export class PendingBytes {
  private buffer: Buffer = empty;
  private offset = 0;
  private later: Buffer[] = [];
  private laterLength = 0;
  private text = '';
  private textOf: Buffer | undefined;

  get length(): number {
    return this.buffer.length - this.offset + this.laterLength;
  }

  push(chunk: Buffer): void {
    if (this.offset === this.buffer.length && this.laterLength === 0) {
      this.buffer = chunk;
      this.offset = 0;
      return;
    }
    this.later.push(chunk);
    this.laterLength += chunk.length;
  }

  /**
   * A whole request, if it lies before us in one piece, as most do. Anything else, and anything wrong, is left to the
   * other methods.
   */
  takeRequest(mostArguments: number): Bytes[] | undefined {
    const { buffer } = this;
    if (buffer[this.offset] !== asterisk) return undefined;
    const count = lengthAt(buffer, this.offset + 1);
    if (count < 1 || count > mostArguments) return undefined;
    const request: Bytes[] = [];
    let at = lineEnd(buffer, this.offset + 1);
    for (let left = count; left > 0; left--) {
      if (buffer[at] !== dollar) return undefined;
      const length = lengthAt(buffer, at + 1);
      if (length < 0 || length > longestWhole) return undefined;
      const start = lineEnd(buffer, at + 1);
      const end = start + length;
      if (end + 2 > buffer.length) return undefined;
      request.push(this.slice(start, end));
      at = end + 2;
    }
    this.offset = at;
    return request;
  }

  firstByte(): number | undefined {
    this.join(1);
    return this.buffer[this.offset];
  }

  /** A line that ends with CR LF, without its end. */
  takeLine(): Bytes | undefined {
    this.join(this.length);
    const end = this.buffer.indexOf(carriageReturn, this.offset);
    if (end < 0 || end + 1 >= this.buffer.length) return undefined;
    const line = this.buffer.toString('latin1', this.offset, end);
    this.offset = end + 2;
    return line;
  }

  /** A line that ends with LF or CR LF, without its end. */
  takeInline(): Bytes | undefined {
    this.join(this.length);
    const end = this.buffer.indexOf(newline, this.offset);
    if (end < 0) return undefined;
    const hasReturn = end > this.offset && this.buffer[end - 1] === carriageReturn;
    const line = this.buffer.toString('latin1', this.offset, hasReturn ? end - 1 : end);
    this.offset = end + 1;
    return line;
  }

  /** So many bytes and the CR LF behind them, which Redis does not look at either. */
  takeBulk(length: number): Bytes | undefined {
    if (this.length < length + 2) return undefined;
    this.join(length + 2);
    const bulk = this.buffer.toString('latin1', this.offset, this.offset + length);
    this.offset += length + 2;
    return bulk;
  }

  /**
   * A short text is cut out of that of the whole chunk. A longer one is copied by itself, because V8 keeps the whole
   * for as long as a long part of it.
   */
  private slice(start: number, end: number): Bytes {
    const { buffer } = this;
    if (end - start > longestCut || buffer.length > longestChunk)
      return buffer.toString('latin1', start, end);
    if (this.textOf !== buffer) {
      this.textOf = buffer;
      this.text = buffer.toString('latin1');
    }
    return this.text.slice(start, end);
  }

  private join(needed: number): void {
    if (this.laterLength === 0 || this.buffer.length - this.offset >= needed) return;
    this.buffer = Buffer.concat([this.buffer.subarray(this.offset), ...this.later]);
    this.offset = 0;
    this.later = [];
    this.laterLength = 0;
  }
}
