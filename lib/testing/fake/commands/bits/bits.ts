import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer, parseInteger } from '../numbers.js';
import { stringOf, updateString } from '../strings/string-values.js';

/** A string has no more bits than this. */
const mostBits = 2 ** 32;

export const bitCommands: CommandDeclarations = {
  setbit: { arity: 4, flags: 'write denyoom', keys: oneKey, run: setBit },
  getbit: { arity: 3, flags: 'readonly fast', keys: oneKey, run: getBit },
  bitcount: { arity: -2, flags: 'readonly', keys: oneKey, run: countBits },
  bitpos: { arity: -3, flags: 'readonly', keys: oneKey, run: findBit },
  bitop: { arity: -4, flags: 'write denyoom', keys: [2, -1, 1], access: ['W', 'R'], run: combine },
};

/** V8's longest string is 24 bytes shorter than Redis'. */
export const longestString = 2 ** 29 - 24;

const invalidOffset = (): CommandError =>
  new CommandError('ERR bit offset is not an integer or out of range');

/** A bit offset; `#3` counts in fields of so many bits. */
export function bitOffset(text: Bytes, { bits = 0 } = {}): number {
  const isIndex = bits > 0 && text.startsWith('#');
  const value = parseInteger(isIndex ? text.slice(1) : text);
  if (value === undefined) throw invalidOffset();
  const offset = isIndex ? value * BigInt(bits) : value;
  if (offset < 0n || offset >= BigInt(mostBits)) throw invalidOffset();
  return Number(offset);
}

const bitAt = (bytes: Bytes, offset: number): number =>
  offset >> 3 < bytes.length ? (bytes.charCodeAt(Math.floor(offset / 8)) >> (7 - (offset % 8))) & 1 : 0;

function setBit(context: CommandContext, [, key = '', at = '', bit]: readonly Bytes[]): Reply {
  const offset = bitOffset(at);
  if (bit !== '0' && bit !== '1') throw new CommandError('ERR bit is not an integer or out of range');
  const bytes = stringOf(context, key) ?? '';
  const position = Math.floor(offset / 8);
  if (position >= longestString) {
    throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
  }
  const padded = bytes.padEnd(position + 1, '\0');
  const mask = 1 << (7 - (offset % 8));
  const before = padded.charCodeAt(position);
  const after = bit === '1' ? before | mask : before & ~mask;
  updateString(
    context,
    key,
    padded.slice(0, position) + String.fromCharCode(after) + padded.slice(position + 1),
    'setbit',
  );
  return before & mask ? 1 : 0;
}

function getBit(context: CommandContext, [, key = '', at = '']: readonly Bytes[]): Reply {
  const offset = bitOffset(at);
  const bytes = context.read(key, 'string')?.bytes ?? '';
  return Math.floor(offset / 8) < bytes.length ? bitAt(bytes, offset) : 0;
}

/** Bits from one position up to another, both included. */
interface BitRange {
  readonly first: number;
  readonly last: number;
}

/** start end [BYTE | BIT]: in bytes unless told. Undefined where nothing is left. */
function bitRange(
  words: readonly (Bytes | undefined)[],
  byteCount: number,
  version: number,
): BitRange | undefined {
  const [from, to, unit] = words;
  const inBits = unitIsBit(unit, version);
  const length = inBits ? byteCount * 8 : byteCount;
  const [start, end] = [integer(from), to === undefined ? length - 1 : integer(to)];
  const first = Math.max(0, start < 0 ? length + start : start);
  const last = Math.min(length - 1, Math.max(0, end < 0 ? length + end : end));
  if (first > last) return undefined;
  return inBits ? { first, last } : { first: first * 8, last: last * 8 + 7 };
}

function unitIsBit(unit: Bytes | undefined, version: number): boolean {
  const word = unit?.toUpperCase();
  if (word !== undefined && (version < 7 || (word !== 'BIT' && word !== 'BYTE'))) throw syntaxError();
  return word === 'BIT';
}

const isBackwards = (start: number, end: number): boolean => start < 0 && end < 0 && start > end;

function countBits(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', from, to, unit, ...rest] = args;
  if (from !== undefined && (to === undefined || rest.length > 0)) {
    if (context.version >= 7.2 || context.read(key, 'string')) throw syntaxError();
    return 0;
  }
  // Unlike BITPOS, it counts nothing between two ends that are the wrong way round.
  const isReversed = from !== undefined && isBackwards(integer(from), integer(to));
  const bytes = context.read(key, 'string')?.bytes;
  if (bytes === undefined && context.version < 7.2) return 0;
  const text = bytes ?? '';
  const range =
    from === undefined
      ? { first: 0, last: text.length * 8 - 1 }
      : bitRange([from, to, unit], text.length, context.version);
  let count = 0;
  if (isReversed) return 0;
  for (let offset = range?.first ?? 0; range && offset <= range.last; offset++) count += bitAt(text, offset);
  return count;
}

function findBit(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', bit, from, to, unit, ...rest] = args;
  const sought = integer(bit);
  if (sought !== 0 && sought !== 1) throw new CommandError('ERR The bit argument must be 1 or 0.');
  if (rest.length > 0) throw syntaxError();
  const value = context.read(key, 'string');
  if (!value) return sought === 1 ? -1 : 0;
  const { bytes } = value;
  if (bytes === '') return -1;
  const range =
    from === undefined
      ? { first: 0, last: bytes.length * 8 - 1 }
      : bitRange([from, to, unit], bytes.length, context.version);
  if (!range) return -1;
  for (let offset = range.first; offset <= range.last; offset++) {
    if (bitAt(bytes, offset) === sought) return offset;
  }
  // Behind the end there are zeros, unless an end was given.
  return sought === 0 && to === undefined ? bytes.length * 8 : -1;
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  AND: (a, b) => a & b,
  OR: (a, b) => a | b,
  XOR: (a, b) => a ^ b,
  NOT: (a) => ~a & 0xff,
};

function combine(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, word = '', target = '', ...keys] = args;
  const operation = operations[word.toUpperCase()];
  if (!operation) throw syntaxError();
  const isNot = word.toUpperCase() === 'NOT';
  if (isNot && keys.length !== 1)
    throw new CommandError('ERR BITOP NOT must be called with a single source key.');
  const texts = keys.map((key) => context.read(key, 'string')?.bytes ?? '');
  const length = Math.max(...texts.map((text) => text.length));
  const byteOf = (text: Bytes, index: number): number => (index < text.length ? text.charCodeAt(index) : 0);
  let result = '';
  for (let index = 0; index < length; index++) {
    const [first = 0, ...others] = texts.map((text) => byteOf(text, index));
    result += String.fromCharCode(
      isNot ? operation(first, 0) : others.reduce((a, b) => operation(a, b), first),
    );
  }
  const removed = context.db.delete(target);
  if (result !== '') {
    context.db.set(target, { type: 'string', bytes: result });
    context.modified(target, '$', 'set');
  } else if (removed) context.modified(target, 'g', 'del');
  return result.length;
}
