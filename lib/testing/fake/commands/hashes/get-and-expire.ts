import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { HashValue } from '../../engine/values.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { invalidExpireTime, isExpiryOption, toTime, type ExpiryOption } from '../expiry-argument.js';
import { bigInteger } from '../numbers.js';
import { expireField, fieldArguments, misplacedFields } from './field-expiry.js';

const writes = { arity: -5, flags: 'write fast', keys: oneKey, since: 8 } as const;

export const getAndExpireFieldCommands: CommandDeclarations = {
  hgetdel: { ...writes, run: getAndDelete },
  hgetex: { ...writes, run: getAndExpire },
  hsetex: { ...writes, arity: -6, flags: 'write denyoom fast', run: setAndExpire },
};

function getAndDelete(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = ''] = args;
  const names = fieldArguments(args, 2);
  const hash = context.forWrite(key, 'hash');
  if (!hash) return names.map(() => null);
  const values = names.map((name) => {
    const value = hash.fields.get(name) ?? null;
    hash.fields.delete(name);
    hash.expiries?.delete(name);
    return value;
  });
  if (values.some((value) => value !== null)) context.modified(key, 'h', 'hdel');
  context.db.deleteIfEmpty(key, hash.fields.size === 0);
  return values;
}

interface FieldOptions {
  readonly condition: 'FNX' | 'FXX' | undefined;
  readonly expiresAt: number | undefined;
  /** PERSIST, or KEEPTTL. */
  readonly keeps: boolean;
  readonly position: number;
}

/** What stands between the key and FIELDS. */
function fieldOptions(context: CommandContext, args: readonly Bytes[], keepWord: string): FieldOptions {
  const command = (args[0] ?? '').toLowerCase();
  let options: FieldOptions = { condition: undefined, expiresAt: undefined, keeps: false, position: 2 };
  let position = 2;
  while (position < args.length && args[position]?.toUpperCase() !== 'FIELDS') {
    const word = (args[position] ?? '').toUpperCase();
    const next = args[position + 1];
    const hasExpiry = options.expiresAt !== undefined || options.keeps;
    if (isExpiryOption(word) && next !== undefined) {
      if (hasExpiry) throw incompatible(command, keepWord);
      options = { ...options, expiresAt: expiryOf(context, word, next, command) };
      position += 2;
    } else if (word === keepWord) {
      if (hasExpiry) throw incompatible(command, keepWord);
      options = { ...options, keeps: true };
      position++;
    } else if ((word === 'FNX' || word === 'FXX') && command === 'hsetex') {
      if (options.condition) throw new CommandError('ERR Only one of FXX or FNX arguments can be specified');
      options = { ...options, condition: word };
      position++;
    } else if (command === 'hgetex') throw misplacedFields();
    else throw new CommandError(`ERR unknown argument: ${args[position] ?? ''}`);
  }
  return { ...options, position };
}

/** A time that is over already deletes the field. */
function expiryOf(context: CommandContext, option: ExpiryOption, text: Bytes, command: string): number {
  const amount = bigInteger(text);
  const time = toTime(amount, option, context.now);
  if (amount < 0n || time === undefined) throw invalidExpireTime(command, context.version);
  return Number(time);
}

function incompatible(command: string, keepWord: string): CommandError {
  if (command === 'hgetex') return misplacedFields();
  return new CommandError(`ERR Only one of EX, PX, EXAT, PXAT or ${keepWord} arguments can be specified`);
}

function getAndExpire(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = ''] = args;
  const { expiresAt, keeps, position } = fieldOptions(context, args, 'PERSIST');
  const names = fieldArguments(args, position);
  const hash = context.forWrite(key, 'hash');
  if (!hash) return names.map(() => null);
  const values = names.map((name) => hash.fields.get(name) ?? null);
  const present = names.filter((name) => hash.fields.has(name));
  if (keeps && present.map((name) => hash.expiries?.delete(name)).includes(true)) {
    context.modified(key, 'h', 'hpersist');
  }
  if (expiresAt !== undefined && present.length > 0) expireAll(context, key, hash, present, expiresAt);
  return values;
}

function setAndExpire(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = ''] = args;
  const { condition, expiresAt, keeps, position } = fieldOptions(context, args, 'KEEPTTL');
  const pairs = fieldArguments(args, position, {
    size: 2,
    noCount: 'ERR Parameter `numFields` should be greater than 0',
  });
  const names = pairs.filter((_, index) => index % 2 === 0);
  const present = context.forWrite(key, 'hash');
  if (condition === 'FNX' && names.some((name) => present?.fields.has(name))) return 0;
  if (condition === 'FXX' && !names.every((name) => present?.fields.has(name))) return 0;
  const hash = context.db.obtain(key, 'hash', () => ({ type: 'hash', fields: new Map<Bytes, Bytes>() }));
  for (const [index, name] of names.entries()) {
    hash.fields.set(name, pairs[index * 2 + 1] ?? '');
    if (!keeps) hash.expiries?.delete(name);
  }
  context.modified(key, 'h', 'hset');
  if (expiresAt !== undefined) expireAll(context, key, hash, names, expiresAt);
  return 1;
}

function expireAll(
  context: CommandContext,
  key: Bytes,
  hash: HashValue,
  names: readonly Bytes[],
  time: number,
): void {
  const kept = names.filter((name) => expireField(context, key, hash, name, time));
  context.modified(key, 'h', kept.length > 0 ? 'hexpire' : 'hdel');
  context.db.deleteIfEmpty(key, hash.fields.size === 0);
}
