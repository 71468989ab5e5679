import type { Bytes } from '../resp/bytes.js';

const registerCount = 16_384;
const indexBits = 14;
const bitsBehind = 64 - indexBits;
const headerLength = 16;
const mask64 = 2n ** 64n - 1n;

/** A HyperLogLog as Redis keeps it in a string: a header, and a register of six bits for each of 16,384 groups. */
export class HyperLogLog {
  private constructor(private readonly registers: Uint8Array) {}

  static empty(): HyperLogLog {
    return new HyperLogLog(new Uint8Array(registerCount));
  }

  /** Reads one, dense or sparse; undefined where the text is none. */
  static parse(text: Bytes): HyperLogLog | undefined {
    if (!text.startsWith('HYLL') || text.length < headerLength) return undefined;
    const encoding = text.charCodeAt(4);
    const body = Buffer.from(text.slice(headerLength), 'latin1');
    if (encoding === 0) return body.length === denseLength ? parseDense(body) : undefined;
    return encoding === 1 ? parseSparse(body) : undefined;
  }

  /** Whether it has the head of a sparse one, whatever follows. */
  static isSparse(text: Bytes): boolean {
    return text.startsWith('HYLL\x01') && text.length >= headerLength;
  }

  /** @internal */
  static of(registers: Uint8Array): HyperLogLog {
    return new HyperLogLog(registers);
  }

  /** Counts an element; whether a register changed. */
  add(element: Bytes): boolean {
    const hash = murmur(Buffer.from(element, 'latin1'));
    const index = Number(hash & BigInt(registerCount - 1));
    let rest = (hash >> BigInt(indexBits)) | (1n << BigInt(bitsBehind));
    let count = 1;
    while ((rest & 1n) === 0n) {
      count++;
      rest >>= 1n;
    }
    if (count <= (this.registers[index] ?? 0)) return false;
    this.registers[index] = count;
    return true;
  }

  merge(other: HyperLogLog): void {
    for (const [index, value] of other.registers.entries()) {
      if (value > (this.registers[index] ?? 0)) this.registers[index] = value;
    }
  }

  /** How many different elements were counted, about. */
  count(): number {
    const histogram = new Array<number>(64).fill(0);
    for (const value of this.registers) histogram[value] = (histogram[value] ?? 0) + 1;
    const m = registerCount;
    let z = m * tau((m - (histogram[bitsBehind + 1] ?? 0)) / m);
    for (let value = bitsBehind; value >= 1; value--) z = (z + (histogram[value] ?? 0)) * 0.5;
    z += m * sigma((histogram[0] ?? 0) / m);
    return Math.round((0.7213475204444817 * m * m) / z);
  }

  /** Always dense; the count that Redis keeps in the header is marked as old. */
  toBytes(): Bytes {
    const body = Buffer.alloc(denseLength);
    for (const [index, value] of this.registers.entries()) {
      const bit = index * 6;
      const byte = bit >> 3;
      const shift = bit & 7;
      body[byte] = (body[byte] ?? 0) | ((value << shift) & 0xff);
      if (shift > 2) body[byte + 1] = (body[byte + 1] ?? 0) | (value >> (8 - shift));
    }
    return `HYLL\0\0\0\0${'\0'.repeat(7)}\x80${body.toString('latin1')}`;
  }
}

const denseLength = (registerCount * 6) / 8;

function parseDense(body: Buffer): HyperLogLog {
  const registers = new Uint8Array(registerCount);
  for (let index = 0; index < registerCount; index++) {
    const bit = index * 6;
    const byte = bit >> 3;
    const word = (body[byte] ?? 0) | ((body[byte + 1] ?? 0) << 8);
    registers[index] = (word >> (bit & 7)) & 63;
  }
  return HyperLogLog.of(registers);
}

/** Runs of zeros, in one byte or two, and runs of a value. */
function parseSparse(body: Buffer): HyperLogLog | undefined {
  const registers = new Uint8Array(registerCount);
  let index = 0;
  for (let at = 0; at < body.length; at++) {
    const code = body[at] ?? 0;
    if ((code & 0xc0) === 0) index += (code & 0x3f) + 1;
    else if ((code & 0xc0) === 0x40) index += (((code & 0x3f) << 8) | (body[++at] ?? 0)) + 1;
    else {
      const length = (code & 3) + 1;
      registers.fill(((code >> 2) & 31) + 1, index, index + length);
      index += length;
    }
  }
  return index === registerCount ? HyperLogLog.of(registers) : undefined;
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let [value, y, z, before] = [x, 1, 1 - x, 0];
  do {
    value = Math.sqrt(value);
    before = z;
    y *= 0.5;
    z -= (1 - value) ** 2 * y;
  } while (before !== z);
  return z / 3;
}

function sigma(x: number): number {
  if (x === 1) return Infinity;
  let [value, y, z, before] = [x, 1, x, 0];
  do {
    value *= value;
    before = z;
    z += value * y;
    y += y;
  } while (before !== z);
  return z;
}

/** MurmurHash64A, with the seed that Redis gives it. */
function murmur(data: Buffer): bigint {
  const factor = 0xc6a4a7935bd1e995n;
  const mix = (value: bigint): bigint => {
    const first = (value * factor) & mask64;
    return ((first ^ (first >> 47n)) * factor) & mask64;
  };
  let hash = 0xadc83b19n ^ ((BigInt(data.length) * factor) & mask64);
  const whole = data.length - (data.length % 8);
  for (let at = 0; at < whole; at += 8) hash = ((hash ^ mix(data.readBigUInt64LE(at))) * factor) & mask64;
  if (whole < data.length) {
    let rest = 0n;
    for (let at = data.length - 1; at >= whole; at--) rest = (rest << 8n) | BigInt(data[at] ?? 0);
    hash = ((hash ^ rest) * factor) & mask64;
  }
  hash = ((hash ^ (hash >> 47n)) * factor) & mask64;
  return hash ^ (hash >> 47n);
}
