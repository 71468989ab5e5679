import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, wrongArity } from '../../engine/command-error.js';
import type { HashValue } from '../../engine/values.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { invalidExpireTime, toTime, type ExpiryOption } from '../expiry-argument.js';
import { parseInteger } from '../numbers.js';

const writes = { arity: -6, flags: 'write fast', keys: oneKey, since: 7.4 } as const;
const reads = { arity: -5, flags: 'readonly fast', keys: oneKey, since: 7.4 } as const;

export const fieldExpiryCommands: CommandDeclarations = {
  hexpire: { ...writes, run: expire('EX') },
  hpexpire: { ...writes, run: expire('PX') },
  hexpireat: { ...writes, run: expire('EXAT') },
  hpexpireat: { ...writes, run: expire('PXAT') },
  hpersist: { ...reads, flags: 'write fast', run: persist },
  httl: { ...reads, run: lifetime((time, now) => Math.floor((Math.max(0, time - now) + 999) / 1000)) },
  hpttl: { ...reads, run: lifetime((time, now) => Math.max(0, time - now)) },
  hexpiretime: { ...reads, run: lifetime((time) => Math.floor((time + 999) / 1000)) },
  hpexpiretime: { ...reads, run: lifetime((time) => time) },
};

/** What is answered for a field. */
const outcomes = { missing: -2, lasting: -1, notMet: 0, done: 1, deleted: 2 } as const;

/** No field can expire later: Redis keeps 46 bits of the time. */
const latestOfField = 2n ** 46n - 1n;

/** Sets when a field expires; one whose time is over is deleted at once. */
export function expireField(
  context: CommandContext,
  key: Bytes,
  hash: HashValue,
  field: Bytes,
  time: number,
): boolean {
  if (time <= context.now) {
    hash.fields.delete(field);
    hash.expiries?.delete(field);
    return false;
  }
  (hash.expiries ??= new Map<Bytes, number>()).set(field, time);
  const { db } = context;
  context.engine.at(time, () => db.peek(key));
  return true;
}

export const misplacedFields = (): CommandError =>
  new CommandError('ERR Mandatory argument FIELDS is missing or not at the right position');

/** FIELDS numfields field …, from a position on. */
export function fieldArguments(
  args: readonly Bytes[],
  position: number,
  { size = 1, noCount = 'ERR Number of fields must be a positive integer' } = {},
): readonly Bytes[] {
  if (args[position]?.toUpperCase() !== 'FIELDS') {
    throw misplacedFields();
  }
  const count = parseInteger(args[position + 1]);
  if (count === undefined || count < 1n || count > 2n ** 31n - 1n) {
    throw new CommandError(noCount);
  }
  const fields = args.slice(position + 2);
  if (BigInt(fields.length) !== count * BigInt(size)) {
    if (size > 1) throw wrongArity((args[0] ?? '').toLowerCase());
    throw new CommandError('ERR The `numfields` parameter must match the number of arguments');
  }
  return fields;
}

type Condition = (time: number, current: number | undefined) => boolean;

const conditions: Readonly<Record<string, Condition>> = {
  NX: (_, current) => current === undefined,
  XX: (_, current) => current !== undefined,
  GT: (time, current) => current !== undefined && time > current,
  LT: (time, current) => current === undefined || time < current,
};

function expire(option: ExpiryOption): CommandHandler {
  return (context, args) => {
    const [name = '', key = '', text] = args;
    const amount = parseInteger(text);
    if (amount === undefined) throw new CommandError('ERR value is not an integer or out of range');
    if (amount < 0n) throw new CommandError('ERR invalid expire time, must be >= 0');
    const time = toTime(amount, option, context.now);
    if (time === undefined || time > latestOfField) {
      throw invalidExpireTime(name.toLowerCase(), context.version);
    }
    const word = args[3]?.toUpperCase() ?? '';
    const condition = conditions[word];
    const fields = fieldArguments(args, condition ? 4 : 3, {
      noCount: 'ERR Parameter `numFields` should be greater than 0',
    });
    const hash = context.forWrite(key, 'hash');
    if (!hash) return fields.map(() => outcomes.missing);
    const replies = fields.map((field) => {
      if (!hash.fields.has(field)) return outcomes.missing;
      if (condition && !condition(Number(time), hash.expiries?.get(field))) return outcomes.notMet;
      return expireField(context, key, hash, field, Number(time)) ? outcomes.done : outcomes.deleted;
    });
    tell(context, key, hash, replies);
    return replies;
  };
}

function tell(context: CommandContext, key: Bytes, hash: HashValue, replies: readonly number[]): void {
  const has = (outcome: number): boolean => replies.includes(outcome);
  if (has(outcomes.done) || has(outcomes.deleted)) context.touch(key);
  if (has(outcomes.deleted)) context.notify('h', 'hdel', key);
  if (has(outcomes.done)) context.notify('h', 'hexpire', key);
  context.db.deleteIfEmpty(key, hash.fields.size === 0);
}

function persist(context: CommandContext, args: readonly Bytes[]): Reply {
  const fields = fieldArguments(args, 2);
  const [, key = ''] = args;
  const hash = context.forWrite(key, 'hash');
  const replies = fields.map((field) => {
    if (!hash?.fields.has(field)) return outcomes.missing;
    return hash.expiries?.delete(field) ? outcomes.done : outcomes.lasting;
  });
  if (replies.includes(outcomes.done)) context.modified(key, 'h', 'hpersist');
  return replies;
}

function lifetime(measure: (time: number, now: number) => number): CommandHandler {
  return (context, args) => {
    const fields = fieldArguments(args, 2);
    const hash = context.read(args[1] ?? '', 'hash');
    return fields.map((field) => {
      if (!hash?.fields.has(field)) return outcomes.missing;
      const time = hash.expiries?.get(field);
      return time === undefined ? outcomes.lasting : measure(time, context.now);
    });
  };
}
