import type { Bytes } from '../resp/bytes.js';
import { sizeOfBackLength } from './packed.js';
import { littleEndian } from './rdb-writer.js';

/** A listpack of these elements: numbers, and texts, which are held as integers where they are some. */
export function listpackOf(elements: readonly (Bytes | number | bigint)[]): Bytes {
  const body = elements.map(element).join('');
  const count = BigInt(Math.min(elements.length, 0xffff));
  return `${littleEndian(BigInt(body.length + 7), 4)}${littleEndian(count, 2)}${body}\xff`;
}

function element(value: Bytes | number | bigint): Bytes {
  const integer = typeof value === 'string' ? integerIn(value) : BigInt(value);
  const bytes = integer === undefined ? text(`${value}`) : integerBytes(integer);
  return bytes + backLength(bytes.length);
}

function integerIn(value: Bytes): bigint | undefined {
  if (value.length > 20 || !/^(0|-?[1-9]\d*)$/.test(value)) return undefined;
  const integer = BigInt(value);
  return BigInt.asIntN(64, integer) === integer ? integer : undefined;
}

function integerBytes(value: bigint): Bytes {
  if (value >= 0n && value <= 127n) return String.fromCharCode(Number(value));
  if (value >= -4096n && value <= 4095n) {
    const bits = Number(BigInt.asUintN(13, value));
    return String.fromCharCode(0xc0 | (bits >> 8), bits & 0xff);
  }
  for (const [sign, size] of integerSizes) {
    if (BigInt.asIntN(size * 8, value) === value) return sign + littleEndian(value, size);
  }
  return `\xf4${littleEndian(value, 8)}`;
}

const integerSizes = [
  ['\xf1', 2],
  ['\xf2', 3],
  ['\xf3', 4],
] as const;

function text(value: Bytes): Bytes {
  const { length } = value;
  if (length < 64) return String.fromCharCode(0x80 | length) + value;
  if (length < 4096) return String.fromCharCode(0xe0 | (length >> 8), length & 0xff) + value;
  return `\xf0${littleEndian(BigInt(length), 4)}${value}`;
}

/** How long the element before it is, to be read from behind: seven bits a byte, the highest bit on all but the first. */
function backLength(length: number): Bytes {
  let bytes = '';
  for (let left = sizeOfBackLength(length) - 1; left >= 0; left--) {
    const bits = Math.floor(length / 2 ** (7 * left)) & 127;
    bytes += String.fromCharCode(bytes === '' ? bits : bits | 128);
  }
  return bytes;
}
