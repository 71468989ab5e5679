import type { Bytes } from '../resp/bytes.js';
import { BadFormat } from './bad-format.js';
import { ByteReader } from './byte-reader.js';

/*
 * Redis holds small collections in one piece of bytes, and writes that piece as it is. These read such a piece:
 * its elements, integers as texts.
 */

/** The elements of a listpack, which Redis writes since 7.0; streams always were of listpacks. */
export function readListpack(bytes: Bytes): Bytes[] {
  const reader = new ByteReader(bytes);
  if (reader.unsigned(4) !== BigInt(bytes.length)) throw new BadFormat('a wrong length of a listpack');
  const count = reader.unsigned(2);
  const elements: Bytes[] = [];
  for (let first = reader.byte(); first !== 0xff; first = reader.byte()) {
    const { text, size } = listpackElement(reader, first);
    reader.raw(sizeOfBackLength(size));
    elements.push(text);
  }
  if (count !== 0xffffn && count !== BigInt(elements.length))
    throw new BadFormat('a wrong count of elements');
  return elements;
}

interface ListpackElement {
  readonly text: Bytes;
  /** How many bytes it takes, without the length that stands behind it. */
  readonly size: number;
}

function listpackElement(reader: ByteReader, first: number): ListpackElement {
  const string = (length: number, head: number): ListpackElement => ({
    text: reader.raw(length),
    size: head + length,
  });
  const integer = (size: number): ListpackElement => ({ text: `${reader.signed(size)}`, size: 1 + size });
  if (first < 0x80) return { text: `${first}`, size: 1 };
  if (first < 0xc0) return string(first & 0x3f, 1);
  if (first < 0xe0) {
    const unsigned = ((first & 0x1f) << 8) | reader.byte();
    return { text: `${unsigned >= 4096 ? unsigned - 8192 : unsigned}`, size: 2 };
  }
  if (first < 0xf0) return string(((first & 0x0f) << 8) | reader.byte(), 2);
  switch (first) {
    case 0xf0:
      return string(Number(reader.unsigned(4)), 5);
    case 0xf1:
      return integer(2);
    case 0xf2:
      return integer(3);
    case 0xf3:
      return integer(4);
    case 0xf4:
      return integer(8);
    default:
      throw new BadFormat('an unknown element of a listpack');
  }
}

/** How many bytes say how long an element is, behind it. */
export function sizeOfBackLength(size: number): number {
  if (size <= 127) return 1;
  if (size < 16_383) return 2;
  if (size < 2_097_151) return 3;
  return size < 268_435_455 ? 4 : 5;
}

/** The elements of a ziplist, which Redis wrote before 7.0. */
export function readZiplist(bytes: Bytes): Bytes[] {
  const reader = new ByteReader(bytes);
  if (reader.unsigned(4) !== BigInt(bytes.length)) throw new BadFormat('a wrong length of a ziplist');
  reader.raw(4);
  const count = reader.unsigned(2);
  const elements: Bytes[] = [];
  for (let before = reader.byte(); before !== 0xff; before = reader.byte()) {
    if (before === 0xfe) reader.raw(4);
    elements.push(ziplistElement(reader));
  }
  if (count !== 0xffffn && count !== BigInt(elements.length))
    throw new BadFormat('a wrong count of elements');
  return elements;
}

function ziplistElement(reader: ByteReader): Bytes {
  const first = reader.byte();
  if (first < 0x40) return reader.raw(first);
  if (first < 0x80) return reader.raw(((first & 0x3f) << 8) | reader.byte());
  if (first === 0x80) return reader.raw(Number(reader.unsignedBigEndian(4)));
  if (first > 0xf0 && first < 0xfe) return `${(first & 0x0f) - 1}`;
  const size = ziplistIntegers.get(first);
  if (size === undefined) throw new BadFormat('an unknown element of a ziplist');
  return `${reader.signed(size)}`;
}

const ziplistIntegers: ReadonlyMap<number, number> = new Map([
  [0xc0, 2],
  [0xd0, 4],
  [0xe0, 8],
  [0xf0, 3],
  [0xfe, 1],
]);

/** The members of a set of integers. */
export function readIntset(bytes: Bytes): Bytes[] {
  const reader = new ByteReader(bytes);
  const size = Number(reader.unsigned(4));
  const count = Number(reader.unsigned(4));
  if (![2, 4, 8].includes(size) || bytes.length !== 8 + size * count) {
    throw new BadFormat('a wrong set of integers');
  }
  return Array.from({ length: count }, () => `${reader.signed(size)}`);
}
