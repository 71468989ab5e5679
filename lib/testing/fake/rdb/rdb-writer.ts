import type { Bytes } from '../resp/bytes.js';

/** Writes the elements of the RDB format one behind the other. */
export class RdbWriter {
  private readonly parts: Bytes[] = [];

  get bytes(): Bytes {
    return this.parts.join('');
  }

  byte(value: number): this {
    this.parts.push(String.fromCharCode(value));
    return this;
  }

  raw(bytes: Bytes): this {
    this.parts.push(bytes);
    return this;
  }

  /** A length, or any number from 0 to 2^64 - 1. */
  length(value: number | bigint): this {
    if (value < 64) return this.byte(Number(value));
    if (value < 16_384) return this.byte(0x40 | (Number(value) >> 8)).byte(Number(value) & 0xff);
    if (value <= 0xffff_ffff) return this.byte(0x80).raw(bigEndian(BigInt(value), 4));
    return this.byte(0x81).raw(bigEndian(BigInt(value), 8));
  }

  /** A text; a short one that is an integer takes as many bytes as the integer needs. */
  string(text: Bytes): this {
    const integer = text.length <= 11 && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : undefined;
    if (integer === undefined || integer < -(2 ** 31) || integer >= 2 ** 31) {
      return this.length(text.length).raw(text);
    }
    const size = integer >= -128 && integer <= 127 ? 1 : integer >= -32_768 && integer <= 32_767 ? 2 : 4;
    return this.byte(0xc0 | (size >> 1)).raw(littleEndian(BigInt(integer), size));
  }

  double(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return this.raw(bytes.toString('latin1'));
  }

  /** A time in milliseconds, of eight bytes. */
  time(value: number): this {
    return this.raw(littleEndian(BigInt(Math.floor(value)), 8));
  }
}

/** The lowest bytes of a number, the most significant first. */
export function bigEndian(value: bigint, size: number): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes.toString('latin1', 8 - size);
}

/** The lowest bytes of a number, the least significant first. */
export function littleEndian(value: bigint, size: number): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes.toString('latin1', 0, size);
}
