import type { Bytes } from '../resp/bytes.js';

/** The CRC-64 of Jones, as Redis seals what it serializes: eight bytes, the least significant first. */
export function crc64(bytes: Bytes): Bytes {
  let high = 0;
  let low = 0;
  for (let at = 0; at < bytes.length; at++) {
    const index = (low ^ bytes.charCodeAt(at)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lowTable[index] ?? 0);
    high = (high >>> 8) ^ (highTable[index] ?? 0);
  }
  const sum = Buffer.alloc(8);
  sum.writeInt32LE(low | 0, 0);
  sum.writeInt32LE(high | 0, 4);
  return sum.toString('latin1');
}

/** The polynomial 0xad93d23594c935a9, its bits in reverse. */
const polynomial = 0x95ac9329ac4bc9b5n;

const table = Array.from({ length: 256 }, (_, index) => {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
  return value;
});
const lowTable = Uint32Array.from(table, (value) => Number(value & 0xffff_ffffn));
const highTable = Uint32Array.from(table, (value) => Number(value >> 32n));
