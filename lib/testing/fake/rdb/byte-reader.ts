import type { Bytes } from '../resp/bytes.js';
import { BadFormat } from './bad-format.js';

/** Reads bytes one behind the other; beyond their end is a fault of the format. */
export class ByteReader {
  private at = 0;

  constructor(private readonly source: Bytes) {}

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  byte(): number {
    if (this.isAtEnd) throw new BadFormat('it ends too early');
    return this.source.charCodeAt(this.at++);
  }

  raw(length: number): Bytes {
    if (length > this.source.length - this.at) throw new BadFormat('it ends too early');
    this.at += length;
    return this.source.slice(this.at - length, this.at);
  }

  /** Unsigned, the least significant byte first. */
  unsigned(size: number): bigint {
    let value = 0n;
    for (let shift = 0n; shift < size * 8; shift += 8n) value |= BigInt(this.byte()) << shift;
    return value;
  }

  /** Signed, the least significant byte first. */
  signed(size: number): bigint {
    return BigInt.asIntN(size * 8, this.unsigned(size));
  }

  /** Unsigned, the most significant byte first. */
  unsignedBigEndian(size: number): bigint {
    let value = 0n;
    for (let read = 0; read < size; read++) value = (value << 8n) | BigInt(this.byte());
    return value;
  }

  double(): number {
    return Buffer.from(this.raw(8), 'latin1').readDoubleLE();
  }
}
