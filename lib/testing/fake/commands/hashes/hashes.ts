import type { Bytes } from '../../resp/bytes.js';
import { mapOf, ok, type Reply } from '../../resp/reply.js';
import { CommandError, notAFloat, wrongArity } from '../../engine/command-error.js';
import type { HashValue } from '../../engine/values.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { parseLongDouble } from '../long-doubles.js';
import { parseInteger } from '../numbers.js';
import { chooseRandomly, randomArguments } from '../random-choice.js';
import { scanElements } from '../scan-arguments.js';
import { addFloats, addIntegers, increment } from '../strings/arithmetic.js';

const reads = { flags: 'readonly fast', keys: oneKey } as const;
const adds = { flags: 'write denyoom fast', keys: oneKey } as const;

export const hashCommands: CommandDeclarations = {
  hset: { arity: -4, ...adds, access: 'W', run: set },
  hmset: { arity: -4, ...adds, access: 'W', run: (context, args) => (set(context, args), ok) },
  hsetnx: { arity: 4, ...adds, access: 'W', run: setIfAbsent },
  hget: { arity: 3, ...reads, run: (c, [, key = '', field = '']) => fieldsOf(c, key).get(field) ?? null },
  hmget: { arity: -3, ...reads, run: getSeveral },
  hgetall: {
    arity: 2,
    flags: 'readonly',
    keys: oneKey,
    run: (c, [, key = '']) => mapOf([...fieldsOf(c, key)]),
  },
  hkeys: {
    arity: 2,
    flags: 'readonly',
    keys: oneKey,
    run: (c, [, key = '']) => [...fieldsOf(c, key).keys()],
  },
  hvals: {
    arity: 2,
    flags: 'readonly',
    keys: oneKey,
    run: (c, [, key = '']) => [...fieldsOf(c, key).values()],
  },
  hlen: { arity: 2, ...reads, run: (c, [, key = '']) => fieldsOf(c, key).size },
  hexists: {
    arity: 3,
    ...reads,
    run: (c, [, key = '', field = '']) => (fieldsOf(c, key).has(field) ? 1 : 0),
  },
  hstrlen: {
    arity: 3,
    ...reads,
    run: (c, [, key = '', field = '']) => fieldsOf(c, key).get(field)?.length ?? 0,
  },
  hdel: { arity: -3, flags: 'write fast', keys: oneKey, access: 'W', run: remove },
  hincrby: { arity: 4, ...adds, run: addInteger },
  hincrbyfloat: { arity: 4, ...adds, run: addFloat },
  hrandfield: { arity: -2, flags: 'readonly', keys: oneKey, since: 6.2, run: randomField },
  hscan: { arity: -3, flags: 'readonly', keys: oneKey, run: scan },
};

function fieldsOf(context: CommandContext, key: Bytes): ReadonlyMap<Bytes, Bytes> {
  return context.read(key, 'hash')?.fields ?? new Map<Bytes, Bytes>();
}

function obtainHash(context: CommandContext, key: Bytes): HashValue {
  return context.db.obtain(key, 'hash', () => ({ type: 'hash', fields: new Map<Bytes, Bytes>() }));
}

const obtain = (context: CommandContext, key: Bytes): Map<Bytes, Bytes> => obtainHash(context, key).fields;

function set(context: CommandContext, [name = '', key = '', ...pairs]: readonly Bytes[]): Reply {
  if (pairs.length % 2 !== 0) throw wrongArity(name.toLowerCase());
  const { fields, expiries } = obtainHash(context, key);
  const before = fields.size;
  for (let index = 0; index < pairs.length; index += 2) {
    fields.set(pairs[index] ?? '', pairs[index + 1] ?? '');
    expiries?.delete(pairs[index] ?? '');
  }
  context.modified(key, 'h', 'hset');
  return fields.size - before;
}

function setIfAbsent(context: CommandContext, [, key = '', field = '', value = '']: readonly Bytes[]): Reply {
  if (context.forWrite(key, 'hash')?.fields.has(field)) return 0;
  obtain(context, key).set(field, value);
  context.modified(key, 'h', 'hset');
  return 1;
}

function getSeveral(context: CommandContext, [, key = '', ...names]: readonly Bytes[]): Reply {
  const fields = fieldsOf(context, key);
  return names.map((name) => fields.get(name) ?? null);
}

function remove(context: CommandContext, [, key = '', ...names]: readonly Bytes[]): Reply {
  const { fields, expiries } = context.forWrite(key, 'hash') ?? {};
  const removed = fields ? names.filter((name) => fields.delete(name)).length : 0;
  for (const name of names) expiries?.delete(name);
  if (!fields || removed === 0) return 0;
  context.modified(key, 'h', 'hdel');
  context.db.deleteIfEmpty(key, fields.size === 0);
  return removed;
}

function addInteger(context: CommandContext, [, key = '', field = '', by]: readonly Bytes[]): Reply {
  const amount = increment(by);
  const current = parseInteger(context.forWrite(key, 'hash')?.fields.get(field) ?? '0');
  if (current === undefined) throw new CommandError('ERR hash value is not an integer');
  const sum = addIntegers(current, amount);
  obtain(context, key).set(field, `${sum}`);
  context.modified(key, 'h', 'hincrby');
  return sum;
}

function addFloat(context: CommandContext, [, key = '', field = '', by = '']: readonly Bytes[]): Reply {
  const amount = parseLongDouble(by);
  if (amount === undefined) throw notAFloat();
  if (typeof amount === 'string' && context.version >= 6.2)
    throw new CommandError('ERR value is NaN or Infinity');
  const current = context.forWrite(key, 'hash')?.fields.get(field) ?? '0';
  const sum = addFloats(current, by, () => new CommandError('ERR hash value is not a float'));
  obtain(context, key).set(field, sum);
  context.modified(key, 'h', 'hincrbyfloat');
  return sum;
}

function randomField(context: CommandContext, args: readonly Bytes[]): Reply {
  const { count, withValues } = randomArguments(args, 'WITHVALUES', context.version);
  const chosen = chooseRandomly([...fieldsOf(context, args[1] ?? '')], count ?? 1);
  if (count === undefined) return chosen[0]?.[0] ?? null;
  if (!withValues) return chosen.map(([name]) => name);
  return context.isResp3 ? chosen : chosen.flat();
}

function scan(context: CommandContext, args: readonly Bytes[]): Reply {
  return scanElements(context, args, 'hash', ({ fields }, isWanted) =>
    [...fields].filter(([name]) => isWanted(name)).flat(),
  );
}
