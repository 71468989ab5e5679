import type { Bytes } from '../../resp/bytes.js';
import { ok, simple, type Reply } from '../../resp/reply.js';
import { CommandError, noSuchKey, syntaxError } from '../../engine/command-error.js';
import type { Database } from '../../engine/database.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys, oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { shortInteger } from '../numbers.js';
import { copyValue } from './copy-value.js';

export const presenceCommands: CommandDeclarations = {
  del: { arity: -2, flags: 'write', keys: allKeys, access: 'W', run: remove },
  unlink: { arity: -2, flags: 'write fast', keys: allKeys, access: 'W', run: remove },
  exists: { arity: -2, flags: 'readonly fast', keys: allKeys, run: countPresent },
  touch: { arity: -2, flags: 'readonly fast', keys: allKeys, run: count },
  type: {
    arity: 2,
    flags: 'readonly fast',
    keys: oneKey,
    run: (context, [, key = '']) => {
      const entry = context.db.peek(key);
      if (!entry) context.notify('m', 'keymiss', key);
      return simple(entry?.value.type ?? 'none');
    },
  },
  rename: { arity: 3, flags: 'write', keys: [1, 2, 1], access: ['RW', 'W'], run: rename() },
  renamenx: {
    arity: 3,
    flags: 'write fast',
    keys: [1, 2, 1],
    access: ['RW', 'W'],
    run: rename({ onlyIfFree: true }),
  },
  copy: { arity: -3, flags: 'write denyoom', keys: [1, 2, 1], access: ['R', 'W'], since: 6.2, run: copy },
  move: { arity: 3, flags: 'write fast', keys: oneKey, run: move },
  randomkey: { arity: 1, flags: 'readonly', categories: 'none', run: randomKey },
};

function remove(context: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  let removed = 0;
  for (const key of keys) {
    if (!context.db.delete(key)) continue;
    context.modified(key, 'g', 'del');
    removed++;
  }
  return removed;
}

/** EXISTS does not count as a use of the keys; TOUCH does. */
function countPresent(context: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  return keys.filter((key) => {
    const isPresent = context.db.has(key);
    if (!isPresent) context.notify('m', 'keymiss', key);
    return isPresent;
  }).length;
}

function count(context: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  return keys.filter((key) => context.db.read(key) !== undefined).length;
}

function rename({ onlyIfFree = false } = {}): CommandHandler {
  return (context, [, from = '', to = '']) => {
    const entry = context.db.peek(from);
    if (!entry) throw noSuchKey();
    if (from === to) return onlyIfFree ? 0 : ok;
    if (onlyIfFree && context.db.has(to)) return 0;
    const { value, expiresAt } = entry;
    context.db.delete(to);
    context.db.set(to, value);
    if (expiresAt !== undefined) context.db.expireAt(to, expiresAt);
    context.db.delete(from);
    context.touch(from);
    context.touch(to);
    context.notify('g', 'rename_from', from);
    context.notify('g', 'rename_to', to);
    return onlyIfFree ? 1 : ok;
  };
}

function copy(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, from = '', to = ''] = args;
  const { database, replaces } = copyOptions(context, args);
  if (database === context.db && from === to) {
    throw new CommandError('ERR source and destination objects are the same');
  }
  const entry = context.db.peek(from);
  if (!entry) {
    context.notify('m', 'keymiss', from);
    return 0;
  }
  if (database.has(to)) {
    if (!replaces) return 0;
    database.delete(to);
  }
  place(context, database, to, copyValue(entry.value), entry.expiresAt);
  context.engine.notify('g', 'copy_to', to, database.index);
  return 1;
}

function copyOptions(
  context: CommandContext,
  args: readonly Bytes[],
): { database: Database; replaces: boolean } {
  let database = context.db;
  let replaces = false;
  for (let position = 3; position < args.length; position++) {
    const option = args[position]?.toUpperCase();
    if (option === 'REPLACE') replaces = true;
    else if (option === 'DB' && args[position + 1] !== undefined) {
      database = context.engine.database(shortInteger(args[++position]));
    } else throw syntaxError();
  }
  return { database, replaces };
}

function move(context: CommandContext, [, key = '', number]: readonly Bytes[]): Reply {
  const target = context.engine.database(shortInteger(number));
  if (target === context.db) throw new CommandError('ERR source and destination objects are the same');
  const entry = context.db.peek(key);
  if (!entry || target.has(key)) return 0;
  const { value, expiresAt } = entry;
  place(context, target, key, value, expiresAt);
  context.db.delete(key);
  context.touch(key);
  context.notify('g', 'move_from', key);
  context.engine.notify('g', 'move_to', key, target.index);
  return 1;
}

function place(
  context: CommandContext,
  database: Database,
  key: Bytes,
  value: Parameters<Database['set']>[1],
  expiresAt: number | undefined,
): void {
  database.set(key, value);
  if (expiresAt !== undefined) database.expireAt(key, expiresAt);
  context.engine.modified(database.index, key);
}

function randomKey(context: CommandContext): Reply {
  const keys = [...context.db.keys()];
  return keys[Math.floor(Math.random() * keys.length)]?.[0] ?? null;
}
