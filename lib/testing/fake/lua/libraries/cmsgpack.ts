import type { Bytes } from '../../resp/bytes.js';
import { badArgument, LuaError, numberArgument, textArgument, type Library } from '../lua-error.js';
import { luaNull, OpaqueLuaValue, type LuaTable, type LuaValue } from '../lua-values.js';

/** What is nested deeper than this is packed as nil. */
const deepest = 16;

/** The library `cmsgpack` of scripts. */
export const cmsgpackLibrary: Library = {
  pack: (args) => {
    if (args.length === 0) throw badArgument(0, 'pack', 'MessagePack pack needs input.');
    return [args.map((value) => pack(value, 0)).join('')];
  },
  unpack: (args) => unpackAll(textArgument(args, 1, 'unpack'), 0, 0).values,
  unpack_one: (args) => limited(args, 1, 'unpack_one'),
  unpack_limit: (args) => limited(args, numberArgument(args, 2, 'unpack_limit'), 'unpack_limit'),
  _NAME: 'cmsgpack',
  _VERSION: 'lua-cmsgpack 0.4.0',
};

function limited(args: readonly LuaValue[], limit: number, name: string): readonly LuaValue[] {
  const text = textArgument(args, 1, name);
  const at = name === 'unpack_one' ? 2 : 3;
  const offset = args.length >= at ? numberArgument(args, at, name) : 0;
  if (offset < 0 || limit < 0) {
    throw new LuaError(`Invalid request to unpack with offset of ${offset} and limit of ${text.length}.`);
  }
  if (offset > text.length) {
    throw new LuaError(`Start offset ${offset} greater than input length ${text.length}.`);
  }
  const { values, end } = unpackAll(text, offset, limit);
  return [end >= text.length ? -1 : end, ...values];
}

const bytes = (...codes: readonly number[]): Bytes => String.fromCharCode(...codes);

function bigEndian(value: number | bigint, size: number): Bytes {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return buffer.toString('latin1', 8 - size);
}

function pack(value: LuaValue, depth: number): Bytes {
  if (typeof value === 'string') return packText(value);
  if (typeof value === 'number') return packNumber(value);
  if (typeof value === 'boolean') return bytes(value ? 0xc3 : 0xc2);
  if (value === undefined || value === luaNull || value instanceof OpaqueLuaValue) return '\xc0';
  return depth >= deepest ? '\xc0' : packTable(value, depth);
}

function packText(text: Bytes): Bytes {
  const { length } = text;
  if (length < 32) return bytes(0xa0 | length) + text;
  if (length <= 0xff) return bytes(0xd9, length) + text;
  return (length <= 0xffff ? `\xda${bigEndian(length, 2)}` : `\xdb${bigEndian(length, 4)}`) + text;
}

function packNumber(value: number): Bytes {
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) return packDouble(value);
  if (value >= 0) {
    if (value <= 127) return bytes(value);
    if (value <= 0xff) return bytes(0xcc, value);
    if (value <= 0xffff) return `\xcd${bigEndian(value, 2)}`;
    return value <= 0xffffffff ? `\xce${bigEndian(value, 4)}` : `\xcf${bigEndian(value, 8)}`;
  }
  if (value >= -32) return bytes(value & 0xff);
  if (value >= -128) return bytes(0xd0, value & 0xff);
  if (value >= -32768) return `\xd1${bigEndian(value, 2)}`;
  return value >= -(2 ** 31) ? `\xd2${bigEndian(value, 4)}` : `\xd3${bigEndian(value, 8)}`;
}

function packDouble(value: number): Bytes {
  const buffer = Buffer.alloc(8);
  if (Math.fround(value) === value) {
    buffer.writeFloatBE(value);
    return `\xca${buffer.toString('latin1', 0, 4)}`;
  }
  buffer.writeDoubleBE(value);
  return `\xcb${buffer.toString('latin1')}`;
}

function packTable(table: LuaTable, depth: number): Bytes {
  const isList = table.size > 0 && isArray(table);
  const head = isList ? packSize(table.size, 0x90, 0xdc) : packSize(table.size, 0x80, 0xde);
  let packed = head;
  if (isList) for (let index = 1; index <= table.size; index++) packed += pack(table.get(index), depth + 1);
  else for (const [key, value] of table) packed += pack(key, depth + 1) + pack(value, depth + 1);
  return packed;
}

function isArray(table: LuaTable): boolean {
  for (const key of table.keys()) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 1 || key > table.size) return false;
  }
  return true;
}

function packSize(size: number, short: number, long: number): Bytes {
  if (size <= 15) return bytes(short | size);
  return size <= 0xffff ? bytes(long) + bigEndian(size, 2) : bytes(long + 1) + bigEndian(size, 4);
}

function unpackAll(
  text: Bytes,
  offset: number,
  limit: number,
): { readonly values: LuaValue[]; readonly end: number } {
  const reader = new Unpacker(text, offset);
  const values: LuaValue[] = [];
  while (reader.position < text.length && (limit === 0 || values.length < limit)) values.push(reader.value());
  return { values, end: reader.position };
}

class Unpacker {
  private readonly buffer: Buffer;

  constructor(
    text: Bytes,
    public position: number,
  ) {
    this.buffer = Buffer.from(text, 'latin1');
  }

  value(): LuaValue {
    const code = this.take(1).readUInt8();
    if (code <= 0x7f) return code;
    if (code >= 0xe0) return code - 256;
    if (code >= 0xa0 && code <= 0xbf) return this.text(code & 31);
    if (code >= 0x90 && code <= 0x9f) return this.list(code & 15);
    if (code >= 0x80 && code <= 0x8f) return this.map(code & 15);
    switch (code) {
      case 0xc0:
        return undefined;
      case 0xc2:
      case 0xc3:
        return code === 0xc3;
      case 0xca:
        return this.take(4).readFloatBE();
      case 0xcb:
        return this.take(8).readDoubleBE();
      case 0xc4:
      case 0xd9:
        return this.text(this.size(1));
      case 0xc5:
      case 0xda:
        return this.text(this.size(2));
      case 0xc6:
      case 0xdb:
        return this.text(this.size(4));
      case 0xdc:
      case 0xdd:
        return this.list(this.size(code === 0xdc ? 2 : 4));
      case 0xde:
      case 0xdf:
        return this.map(this.size(code === 0xde ? 2 : 4));
      default:
        return this.integer(code);
    }
  }

  private integer(code: number): number {
    if (code >= 0xcc && code <= 0xcf) return Number(this.unsigned(2 ** (code - 0xcc)));
    if (code >= 0xd0 && code <= 0xd3) {
      const size = 2 ** (code - 0xd0);
      return Number(BigInt.asIntN(size * 8, this.unsigned(size)));
    }
    throw new LuaError('Bad data format in input.');
  }

  private unsigned(size: number): bigint {
    return this.take(size).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  private size(bytesOfSize: number): number {
    return Number(this.unsigned(bytesOfSize));
  }

  private text(length: number): Bytes {
    return this.take(length).toString('latin1');
  }

  private list(length: number): LuaTable {
    const items: LuaTable = new Map();
    for (let index = 1; index <= length; index++) items.set(index, this.value());
    return items;
  }

  private map(length: number): LuaTable {
    const entries: LuaTable = new Map();
    for (let left = length; left > 0; left--) {
      const key = this.value();
      entries.set(key, this.value());
    }
    return entries;
  }

  private take(length: number): Buffer {
    if (this.position + length > this.buffer.length) throw new LuaError('Missing bytes in input.');
    this.position += length;
    return this.buffer.subarray(this.position - length, this.position);
  }
}
