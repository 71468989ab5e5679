import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { expireAt } from '../expire-at.js';
import { invalidExpireTime, toTime, type ExpiryOption } from '../expiry-argument.js';
import { bigInteger } from '../numbers.js';

const writes = { flags: 'write fast', keys: oneKey, access: 'W' } as const;
const expires = { arity: -3, arityBefore: [[7, 3]], ...writes } as const;
const reads = { arity: 2, flags: 'readonly fast', keys: oneKey } as const;

export const lifetimeCommands: CommandDeclarations = {
  expire: { ...expires, run: expire('EX') },
  pexpire: { ...expires, run: expire('PX') },
  expireat: { ...expires, run: expire('EXAT') },
  pexpireat: { ...expires, run: expire('PXAT') },
  persist: { arity: 2, ...writes, run: persist },
  ttl: { ...reads, run: lifetime((time, now) => (notNegative(time - now) + 500n) / 1000n) },
  pttl: { ...reads, run: lifetime((time, now) => notNegative(time - now)) },
  expiretime: { ...reads, since: 7, run: lifetime((time) => (time + 500n) / 1000n) },
  pexpiretime: { ...reads, since: 7, run: lifetime((time) => time) },
};

function expire(option: ExpiryOption): CommandHandler {
  return (context, args) => {
    const [name = '', key = '', text] = args;
    const condition = expiryCondition(args.slice(3));
    const time = toTime(bigInteger(text), option, context.now);
    if (time === undefined) throw invalidExpireTime(name.toLowerCase(), context.version);
    const entry = context.db.peek(key);
    if (!entry || !condition(time, entry.expiresAt)) return 0;
    expireAt(context, key, time);
    return 1;
  };
}

type ExpiryCondition = (time: bigint, current: number | undefined) => boolean;

const conditions: Readonly<Record<string, ExpiryCondition>> = {
  NX: (_, current) => current === undefined,
  XX: (_, current) => current !== undefined,
  // A key without an expiry lives for ever, which is longer than any time.
  GT: (time, current) => current !== undefined && time > current,
  LT: (time, current) => current === undefined || time < current,
};

function expiryCondition(words: readonly Bytes[]): ExpiryCondition {
  const names = new Set(words.map((word) => word.toUpperCase()));
  const unknown = words.find((word) => !(word.toUpperCase() in conditions));
  if (unknown !== undefined) throw new CommandError(`ERR Unsupported option ${unknown}`);
  if (names.has('NX') && names.size > 1) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (names.has('GT') && names.has('LT')) {
    throw new CommandError('ERR GT and LT options at the same time are not compatible');
  }
  return (time, current) => [...names].every((name) => conditions[name]?.(time, current));
}

function persist(context: CommandContext, [, key = '']: readonly Bytes[]): Reply {
  if (!context.db.has(key) || !context.db.persist(key)) return 0;
  context.modified(key, 'g', 'persist');
  return 1;
}

const notNegative = (value: bigint): bigint => (value < 0n ? 0n : value);

function lifetime(measure: (time: bigint, now: bigint) => bigint): CommandHandler {
  return (context, [, key = '']) => {
    const entry = context.db.peek(key);
    if (!entry) {
      context.notify('m', 'keymiss', key);
      return -2;
    }
    if (entry.expiresAt === undefined) return -1;
    return measure(entry.exactExpiry ?? BigInt(Math.floor(entry.expiresAt)), BigInt(Math.floor(context.now)));
  };
}
