import type { Bytes } from '../../resp/bytes.js';
import { badArgument, LuaError, numberArgument, textArgument, type Library } from '../lua-error.js';
import type { LuaValue } from '../lua-values.js';

interface Item {
  readonly option: string;
  readonly size: number;
  readonly isLittle: boolean;
  readonly padding: number;
}

const plainSizes: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  h: 2,
  H: 2,
  l: 8,
  L: 8,
  T: 8,
  f: 4,
  d: 8,
  x: 1,
};

/** The items of a format, from a position in the data on: sizes, byte order and alignment. */
function* itemsOf(name: string, format: Bytes, position: () => number): Generator<Item> {
  let isLittle = true;
  let alignment = 1;
  for (let at = 0; at < format.length;) {
    const option = format.charAt(at++);
    const [digits = ''] = /^\d*/.exec(format.slice(at)) ?? [];
    if ('iIc!'.includes(option)) at += digits.length;
    if (option === ' ') continue;
    if (option === '<' || option === '>') isLittle = option === '<';
    else if (option === '!') {
      alignment = digits === '' ? 8 : Number(digits);
      if (alignment === 0 || (alignment & (alignment - 1)) !== 0) {
        throw new LuaError(`alignment ${alignment} is not a power of 2`);
      }
    } else {
      const size = sizeOf(name, option, digits);
      const aligned = Math.min(size, alignment);
      const isAligned = aligned <= 1 || 'csx'.includes(option);
      const padding = isAligned ? 0 : (aligned - (position() & (aligned - 1))) & (aligned - 1);
      yield { option, size, isLittle, padding };
    }
  }
}

function sizeOf(name: string, option: string, digits: string): number {
  if (option === 'i' || option === 'I') {
    const size = digits === '' ? 4 : Number(digits);
    if (size > 32) throw new LuaError(`integral size ${size} is larger than limit of 32`);
    return size;
  }
  if (option === 'c') return digits === '' ? 1 : Number(digits);
  if (option === 's') return 0;
  const size = plainSizes[option];
  if (size === undefined) throw badArgument(1, name, `invalid format option '${option}'`);
  return size;
}

function packInteger(value: number, size: number, isLittle: boolean): Bytes {
  const bits = BigInt.asUintN(size * 8, BigInt(Math.trunc(Number.isFinite(value) ? value : 0)));
  const bytes = Array.from({ length: size }, (_, index) =>
    String.fromCharCode(Number((bits >> BigInt(8 * index)) & 0xffn)),
  );
  return (isLittle ? bytes : bytes.reverse()).join('');
}

function packFloat(value: number, size: number, isLittle: boolean): Bytes {
  const buffer = Buffer.alloc(size);
  if (size === 4) buffer.writeFloatLE(value);
  else buffer.writeDoubleLE(value);
  return (isLittle ? buffer : buffer.reverse()).toString('latin1');
}

function pack(args: readonly LuaValue[]): Bytes {
  const format = textArgument(args, 1, 'pack');
  let packed = '';
  let argument = 2;
  for (const { option, size, isLittle, padding } of itemsOf('pack', format, () => packed.length)) {
    packed += '\0'.repeat(padding);
    if (option === 'x') packed += '\0';
    else if (option === 's') packed += `${textArgument(args, argument++, 'pack')}\0`;
    else if (option === 'c') {
      const text = textArgument(args, argument, 'pack');
      const length = size === 0 ? text.length : size;
      if (text.length < length) throw badArgument(argument, 'pack', 'string too short');
      argument++;
      packed += text.slice(0, length);
    } else {
      const value = numberArgument(args, argument++, 'pack');
      packed += 'fd'.includes(option) ? packFloat(value, size, isLittle) : packInteger(value, size, isLittle);
    }
  }
  return packed;
}

function unpack(args: readonly LuaValue[]): LuaValue[] {
  const format = textArgument(args, 1, 'unpack');
  const data = textArgument(args, 2, 'unpack');
  let position = args.length > 2 ? numberArgument(args, 3, 'unpack') - 1 : 0;
  if (position < 0) throw badArgument(3, 'unpack', 'offset must be 1 or greater');
  const values: LuaValue[] = [];
  for (const item of itemsOf('unpack', format, () => position)) {
    const { option, padding } = item;
    position += padding;
    if (position + item.size > data.length) throw badArgument(2, 'unpack', 'data string too short');
    let { size } = item;
    if (option === 'c') {
      if (size === 0) size = sizeBefore(values, data.length - position);
      values.push(data.slice(position, position + size));
    } else if (option === 's') {
      const end = data.indexOf('\0', position);
      if (end < 0) throw new LuaError('unfinished string in data');
      values.push(data.slice(position, end));
      size = end - position + 1;
    } else if (option !== 'x') values.push(unpackNumber(data.slice(position, position + size), item));
    position += size;
  }
  return [...values, position + 1];
}

/** `c0`: the value before it says how long it is. */
function sizeBefore(values: LuaValue[], left: number): number {
  const size = values.pop();
  if (typeof size !== 'number') throw new LuaError("format 'c0' needs a previous size");
  if (size > left) throw badArgument(2, 'unpack', 'data string too short');
  return size;
}

function unpackNumber(bytes: Bytes, { option, size, isLittle }: Item): number {
  const buffer = Buffer.from(bytes, 'latin1');
  const little = isLittle ? buffer : buffer.reverse();
  if (option === 'f') return little.readFloatLE();
  if (option === 'd') return little.readDoubleLE();
  const value = little.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Number(/[a-z]/.test(option) ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value));
}

/** The library `struct` of scripts. */
export const structLibrary: Library = {
  pack: (args) => [pack(args)],
  unpack,
  size: (args) => {
    let total = 0;
    for (const { option, size, padding } of itemsOf('size', textArgument(args, 1, 'size'), () => total)) {
      if (option === 's') throw badArgument(1, 'size', "option 's' has no fixed size");
      if (option === 'c' && size === 0) throw badArgument(1, 'size', "option 'c0' has no fixed size");
      total += padding + size;
    }
    return [total];
  },
};
