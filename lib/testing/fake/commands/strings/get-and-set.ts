import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { expireAt } from '../expire-at.js';
import { expiryArgument, isExpiryOption, type ExpiryOption } from '../expiry-argument.js';
import { storeString } from './string-values.js';

interface SetOptions {
  readonly condition?: 'NX' | 'XX';
  readonly isGet?: boolean;
  readonly keepsExpiry?: boolean;
  readonly expiresAt?: bigint;
}

export const getAndSetCommands: CommandDeclarations = {
  get: {
    arity: 2,
    flags: 'readonly fast',
    keys: oneKey,
    run: (context, [, key = '']) => context.read(key, 'string')?.bytes ?? null,
  },
  set: { arity: -3, flags: 'write denyoom', keys: oneKey, access: 'W', run: set },
  setnx: { arity: 3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: setIfAbsent },
  setex: { arity: 4, flags: 'write denyoom', keys: oneKey, access: 'W', run: setExpiring('EX') },
  psetex: { arity: 4, flags: 'write denyoom', keys: oneKey, access: 'W', run: setExpiring('PX') },
  getset: { arity: 3, flags: 'write denyoom fast', keys: oneKey, run: getAndSet },
  getdel: { arity: 2, flags: 'write fast', keys: oneKey, since: 6.2, run: getAndDelete },
  getex: { arity: -2, flags: 'write fast', keys: oneKey, since: 6.2, run: getAndExpire },
};

function set(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', value = ''] = args;
  const { condition, isGet, keepsExpiry, expiresAt } = setOptions(context, args);
  const previous = isGet ? currentString(context, key) : null;
  const isPresent = context.db.forWrite(key) !== undefined;
  if ((condition === 'NX' && isPresent) || (condition === 'XX' && !isPresent)) return isGet ? previous : null;
  storeString(context, key, value, { keepExpiry: keepsExpiry, expiresAt });
  return isGet ? previous : ok;
}

function setOptions(context: CommandContext, args: readonly Bytes[]): SetOptions {
  let options: SetOptions = {};
  for (let position = 3; position < args.length; position++) {
    const option = (args[position] ?? '').toUpperCase();
    const next = args[position + 1];
    if ((option === 'NX' || option === 'XX') && (options.condition ?? option) === option) {
      options = { ...options, condition: option };
    } else if (option === 'GET' && context.version >= 6.2) {
      options = { ...options, isGet: true };
    } else if (option === 'KEEPTTL' && options.expiresAt === undefined) {
      options = { ...options, keepsExpiry: true };
    } else if (isSetExpiry(context, option) && next !== undefined && !hasExpiry(options)) {
      options = { ...options, expiresAt: expiryArgument(context, option, next, 'set') };
      position++;
    } else {
      throw syntaxError();
    }
  }
  // Both together are possible since 7.0.
  if (options.isGet && options.condition === 'NX' && context.version < 7) throw syntaxError();
  return options;
}

const hasExpiry = ({ keepsExpiry, expiresAt }: SetOptions): boolean =>
  keepsExpiry === true || expiresAt !== undefined;

function isSetExpiry({ version }: CommandContext, option: string): option is ExpiryOption {
  return isExpiryOption(option) && (version >= 6.2 || option === 'EX' || option === 'PX');
}

function setIfAbsent(context: CommandContext, [, key = '', value = '']: readonly Bytes[]): Reply {
  if (context.db.forWrite(key)) return 0;
  storeString(context, key, value);
  return 1;
}

function setExpiring(option: ExpiryOption) {
  return (context: CommandContext, [name = '', key = '', time = '', value = '']: readonly Bytes[]): Reply => {
    const expiresAt = expiryArgument(context, option, time, name.toLowerCase());
    storeString(context, key, value, { expiresAt });
    return ok;
  };
}

function getAndSet(context: CommandContext, [, key = '', value = '']: readonly Bytes[]): Reply {
  const previous = currentString(context, key);
  storeString(context, key, value);
  return previous;
}

function getAndDelete(context: CommandContext, [, key = '']: readonly Bytes[]): Reply {
  const previous = currentString(context, key);
  if (previous !== null) {
    context.db.delete(key);
    context.modified(key, 'g', 'del');
  }
  return previous;
}

function getAndExpire(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', word = '', time] = args;
  const option = word.toUpperCase();
  const isPersist = option === 'PERSIST' && args.length === 3;
  const isExpiry = isExpiryOption(option) && args.length === 4;
  if (args.length > 2 && !isPersist && !isExpiry) throw syntaxError();
  const value = currentString(context, key);
  if (value === null) return null;
  if (isPersist && context.db.persist(key)) context.modified(key, 'g', 'persist');
  if (isExpiry) expireAt(context, key, expiryArgument(context, option, time ?? '', 'getex'));
  return value;
}

/** The value, as GET answers it: a missing key is told. */
function currentString(context: CommandContext, key: Bytes): Bytes | null {
  return context.read(key, 'string')?.bytes ?? null;
}
