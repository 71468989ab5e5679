import type { Bytes } from '../resp/bytes.js';
import { BadFormat } from './bad-format.js';
import { ByteReader } from './byte-reader.js';
import { decompressLzf } from './lzf.js';

/** Reads the elements of the RDB format one behind the other. */
export class RdbReader extends ByteReader {
  /** A length, or any number from 0 to 2^64 - 1. */
  big(): bigint {
    return this.restOfLength(this.byte());
  }

  length(): number {
    return Number(this.big());
  }

  string(): Bytes {
    const start = this.byte();
    if (start >> 6 !== 3) return this.raw(Number(this.restOfLength(start)));
    switch (start & 63) {
      case 0:
        return `${this.signed(1)}`;
      case 1:
        return `${this.signed(2)}`;
      case 2:
        return `${this.signed(4)}`;
      case 3: {
        const packedLength = this.length();
        const length = this.length();
        const packed = this.raw(packedLength);
        // LZF makes nothing shorter than by this: who says so lies, and would have us reserve memory for it.
        if (length > packed.length * 264) throw new BadFormat('a wrong length');
        return decompressLzf(packed, length);
      }
      default:
        throw new BadFormat('an unknown encoding of a text');
    }
  }

  /** A time in milliseconds, of eight bytes. */
  time(): number {
    return Number(this.signed(8));
  }

  /** A double as text, as it was until 2016. */
  textualDouble(): number {
    const length = this.byte();
    if (length === 255) return -Infinity;
    if (length === 254) return Infinity;
    const value = length === 253 ? Number.NaN : Number(this.raw(length));
    if (Number.isNaN(value)) throw new BadFormat('a score that is no number');
    return value;
  }

  private restOfLength(first: number): bigint {
    if (first >> 6 === 0) return BigInt(first);
    if (first >> 6 === 1) return BigInt(((first & 63) << 8) | this.byte());
    if (first === 0x80) return this.unsignedBigEndian(4);
    if (first === 0x81) return this.unsignedBigEndian(8);
    throw new BadFormat('no length');
  }
}
