import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { bigInteger } from '../numbers.js';
import { updateString } from '../strings/string-values.js';
import { bitOffset, longestString } from './bits.js';

export const bitFieldCommands: CommandDeclarations = {
  bitfield: { arity: -2, flags: 'write denyoom', keys: oneKey, run: field() },
  bitfield_ro: { arity: -2, flags: 'readonly fast', keys: oneKey, run: field({ isReadOnly: true }) },
};

type Overflow = 'WRAP' | 'SAT' | 'FAIL';

interface FieldType {
  readonly isSigned: boolean;
  readonly bits: number;
}

interface Operation {
  readonly name: 'GET' | 'SET' | 'INCRBY';
  readonly type: FieldType;
  readonly offset: number;
  readonly value: bigint;
  readonly overflow: Overflow;
}

function field({ isReadOnly = false } = {}): CommandHandler {
  return (context, args) => {
    const operations = parse(args.slice(2), isReadOnly);
    const key = args[1] ?? '';
    const writes = operations.filter(({ name }) => name !== 'GET');
    const value = writes.length > 0 ? context.forWrite(key, 'string') : context.read(key, 'string');
    const end = Math.max(0, ...writes.map(({ offset, type }) => Math.ceil((offset + type.bits) / 8)));
    if (end > longestString) {
      throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
    }
    const bytes = Buffer.from((value?.bytes ?? '').padEnd(end, '\0'), 'latin1');
    let hasChanged = false;
    const replies = operations.map((operation) => {
      const { before, after } = run(bytes, operation);
      if (operation.name === 'GET') return before;
      if (after === undefined) return null;
      write(bytes, operation, after);
      hasChanged = true;
      return operation.name === 'SET' ? before : after;
    });
    if (hasChanged) store(context, key, bytes);
    else if (end > (value?.bytes.length ?? 0)) {
      // What was to be written made the string longer, although it overflowed.
      context.db.set(key, { type: 'string', bytes: bytes.toString('latin1') }, { keepExpiry: true });
    }
    return replies.map((reply): Reply =>
      reply === null ? null : Number.isSafeInteger(Number(reply)) ? Number(reply) : reply,
    );
  };
}

function store(context: CommandContext, key: Bytes, bytes: Buffer): void {
  updateString(context, key, bytes.toString('latin1'), 'setbit');
}

function parse(words: readonly Bytes[], isReadOnly: boolean): Operation[] {
  const operations: Operation[] = [];
  let overflow: Overflow = 'WRAP';
  for (let position = 0; position < words.length;) {
    const name = (words[position] ?? '').toUpperCase();
    const [first, second, third] = words.slice(position + 1);
    if (name === 'OVERFLOW' && first !== undefined) {
      overflow = overflowOf(first);
      position += 2;
      continue;
    }
    const size = name === 'GET' ? 3 : name === 'SET' || name === 'INCRBY' ? 4 : Infinity;
    if (words.length - position < size) throw syntaxError();
    const type = fieldType(first ?? '');
    const offset = bitOffset(second ?? '', { bits: type.bits });
    if (isReadOnly && name !== 'GET') {
      throw new CommandError('ERR BITFIELD_RO only supports the GET subcommand');
    }
    const value = name === 'GET' ? 0n : bigInteger(third);
    operations.push({ name: name as Operation['name'], type, offset, value, overflow });
    position += size;
  }
  return operations;
}

function overflowOf(text: Bytes): Overflow {
  const word = text.toUpperCase();
  if (word === 'WRAP' || word === 'SAT' || word === 'FAIL') return word;
  throw new CommandError('ERR Invalid OVERFLOW type specified');
}

function fieldType(text: Bytes): FieldType {
  const [, sign, digits = ''] = /^([iu])([1-9]\d?)$/.exec(text) ?? [];
  const bits = Number(digits);
  if (sign === undefined || bits > (sign === 'i' ? 64 : 63)) {
    throw new CommandError(
      'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
    );
  }
  return { isSigned: sign === 'i', bits };
}

function run(
  bytes: Buffer,
  { name, type, offset, value, overflow }: Operation,
): { readonly before: bigint; readonly after: bigint | undefined } {
  const before = read(bytes, type, offset);
  if (name === 'GET') return { before, after: before };
  // What is set in a field without a sign is taken as 64 bits without one.
  const set = type.isSigned ? value : BigInt.asUintN(64, value);
  return { before, after: fit(name === 'SET' ? set : before + value, type, overflow) };
}

function read(bytes: Buffer, { isSigned, bits }: FieldType, offset: number): bigint {
  let value = 0n;
  for (let bit = offset; bit < offset + bits; bit++) {
    const byte = bytes[Math.floor(bit / 8)] ?? 0;
    value = (value << 1n) | BigInt((byte >> (7 - (bit % 8))) & 1);
  }
  return isSigned ? BigInt.asIntN(bits, value) : value;
}

/** What is too great or small wraps round, stops at the end, or is undefined. */
function fit(value: bigint, { isSigned, bits }: FieldType, overflow: Overflow): bigint | undefined {
  const greatest = isSigned ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  const least = isSigned ? -(2n ** BigInt(bits - 1)) : 0n;
  if (value >= least && value <= greatest) return value;
  if (overflow === 'FAIL') return undefined;
  if (overflow === 'SAT') return value > greatest ? greatest : least;
  return isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

function write(bytes: Buffer, { type: { bits }, offset }: Operation, value: bigint): void {
  const unsigned = BigInt.asUintN(bits, value);
  for (let index = 0; index < bits; index++) {
    const bit = offset + index;
    const mask = 1 << (7 - (bit % 8));
    const position = Math.floor(bit / 8);
    const isSet = (unsigned >> BigInt(bits - 1 - index)) & 1n;
    bytes[position] = isSet ? (bytes[position] ?? 0) | mask : (bytes[position] ?? 0) & ~mask;
  }
}
