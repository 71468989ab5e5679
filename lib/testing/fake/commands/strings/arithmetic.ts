import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, notAFloat, notAnInteger } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { addLongDoubles, formatLongDouble, parseLongDouble } from '../long-doubles.js';
import { isInt64, parseInteger } from '../numbers.js';
import { stringOf, updateString } from './string-values.js';

export const arithmeticCommands: CommandDeclarations = {
  incr: { arity: 2, flags: 'write denyoom fast', keys: oneKey, run: (c, [, key]) => add(c, key, 1n) },
  decr: { arity: 2, flags: 'write denyoom fast', keys: oneKey, run: (c, [, key]) => add(c, key, -1n) },
  incrby: {
    arity: 3,
    flags: 'write denyoom fast',
    keys: oneKey,
    run: (c, [, key, by]) => add(c, key, increment(by)),
  },
  decrby: { arity: 3, flags: 'write denyoom fast', keys: oneKey, run: decrementBy },
  incrbyfloat: { arity: 3, flags: 'write denyoom fast', keys: oneKey, run: addFloat },
};

/** The sum, within 64 bits. */
export function addIntegers(current: bigint, by: bigint): bigint {
  const sum = current + by;
  if (!isInt64(sum)) throw new CommandError('ERR increment or decrement would overflow');
  return sum;
}

export function increment(text: Bytes | undefined): bigint {
  const value = parseInteger(text);
  if (value === undefined) throw notAnInteger();
  return value;
}

/** The sum of two numbers, in long doubles as Redis reckons it. */
export function addFloats(current: Bytes, by: Bytes, notFloat: () => CommandError = notAFloat): Bytes {
  const before = parseLongDouble(current);
  if (before === undefined) throw notFloat();
  const added = parseLongDouble(by);
  if (added === undefined) throw notAFloat();
  const sum = typeof before === 'string' || typeof added === 'string' ? 'inf' : addLongDoubles(before, added);
  if (typeof sum === 'string') throw new CommandError('ERR increment would produce NaN or Infinity');
  return formatLongDouble(sum);
}

function add(context: CommandContext, key = '', by: bigint): Reply {
  const sum = addIntegers(increment(stringOf(context, key) ?? '0'), by);
  updateString(context, key, `${sum}`, 'incrby');
  return sum;
}

function decrementBy(context: CommandContext, [, key, by]: readonly Bytes[]): Reply {
  const amount = increment(by);
  if (!isInt64(-amount)) throw new CommandError('ERR decrement would overflow');
  return add(context, key, -amount);
}

function addFloat(context: CommandContext, [, key = '', by = '']: readonly Bytes[]): Reply {
  const sum = addFloats(stringOf(context, key) ?? '0', by);
  updateString(context, key, sum, 'incrbyfloat');
  return sum;
}
