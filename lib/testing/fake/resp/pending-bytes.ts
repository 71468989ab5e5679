import type { Bytes } from './bytes.js';

const empty = Buffer.alloc(0);
const newline = 0x0a;
const carriageReturn = 0x0d;

/** Bytes that have arrived and are not parsed yet. A long bulk in many chunks is joined once, not each time. */
export class PendingBytes {
  private buffer: Buffer = empty;
  private offset = 0;
  private later: Buffer[] = [];
  private laterLength = 0;

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

  private join(needed: number): void {
    if (this.laterLength === 0 || this.buffer.length - this.offset >= needed) return;
    this.buffer = Buffer.concat([this.buffer.subarray(this.offset), ...this.later]);
    this.offset = 0;
    this.later = [];
    this.laterLength = 0;
  }
}
