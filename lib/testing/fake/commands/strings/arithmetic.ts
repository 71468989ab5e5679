import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, notAFloat, notAnInteger } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { addDecimals, isDecimal } from '../decimals.js';
import { isInt64, parseDouble, parseInteger } from '../numbers.js';
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

/** The sum of two decimals, as exact as Redis' long doubles. */
export function addFloats(current: Bytes, by: Bytes, notFloat: () => CommandError = notAFloat): Bytes {
  if (parseDouble(current) === undefined) throw notFloat();
  const added = parseDouble(by);
  if (added === undefined) throw notAFloat();
  const sum = isDecimal(current) && isDecimal(by) ? addDecimals(current, by) : undefined;
  if (sum === undefined) throw new CommandError('ERR increment would produce NaN or Infinity');
  return sum;
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
