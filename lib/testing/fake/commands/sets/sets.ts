import type { Bytes } from '../../resp/bytes.js';
import { setOf, type Reply } from '../../resp/reply.js';
import { syntaxError } from '../../engine/command-error.js';
import { expectType } from '../../engine/database.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integerFrom } from '../numbers.js';
import { chooseRandomly, randomCount, shuffled } from '../random-choice.js';
import { scanElements } from '../scan-arguments.js';

export const setCommands: CommandDeclarations = {
  sadd: { arity: -3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: add },
  srem: { arity: -3, flags: 'write fast', keys: oneKey, access: 'W', run: remove },
  smembers: {
    arity: 2,
    flags: 'readonly',
    keys: oneKey,
    run: (c, [, key = '']) => setOf([...membersOf(c, key)]),
  },
  scard: { arity: 2, flags: 'readonly fast', keys: oneKey, run: (c, [, key = '']) => membersOf(c, key).size },
  sismember: { arity: 3, flags: 'readonly fast', keys: oneKey, run: isMember },
  smismember: { arity: -3, flags: 'readonly fast', keys: oneKey, since: 6.2, run: areMembers },
  smove: { arity: 4, flags: 'write fast', keys: [1, 2, 1], access: ['RW', 'W'], run: move },
  spop: { arity: -2, flags: 'write fast', keys: oneKey, run: pop },
  srandmember: { arity: -2, flags: 'readonly', keys: oneKey, run: randomMember },
  sscan: { arity: -3, flags: 'readonly', keys: oneKey, run: scan },
};

function membersOf(context: CommandContext, key: Bytes): ReadonlySet<Bytes> {
  return context.read(key, 'set')?.members ?? new Set<Bytes>();
}

function obtain(context: CommandContext, key: Bytes): Set<Bytes> {
  return context.db.obtain(key, 'set', () => ({ type: 'set', members: new Set<Bytes>() })).members;
}

function add(context: CommandContext, [, key = '', ...added]: readonly Bytes[]): Reply {
  const members = obtain(context, key);
  const before = members.size;
  for (const member of added) members.add(member);
  if (members.size > before) context.modified(key, 's', 'sadd');
  return members.size - before;
}

function remove(context: CommandContext, [, key = '', ...removed]: readonly Bytes[]): Reply {
  const members = context.forWrite(key, 'set')?.members;
  const count = members ? removed.filter((member) => members.delete(member)).length : 0;
  if (!members || count === 0) return 0;
  context.modified(key, 's', 'srem');
  context.db.deleteIfEmpty(key, members.size === 0);
  return count;
}

function isMember(context: CommandContext, [, key = '', member = '']: readonly Bytes[]): Reply {
  return membersOf(context, key).has(member) ? 1 : 0;
}

function areMembers(context: CommandContext, [, key = '', ...sought]: readonly Bytes[]): Reply {
  const members = membersOf(context, key);
  return sought.map((member) => (members.has(member) ? 1 : 0));
}

function move(context: CommandContext, [, from = '', to = '', member = '']: readonly Bytes[]): Reply {
  const source = context.forWrite(from, 'set')?.members;
  if (!source) return 0;
  expectType(context.db.forWrite(to), 'set');
  if (from === to) return source.has(member) ? 1 : 0;
  if (!source.delete(member)) return 0;
  context.notify('s', 'srem', from);
  context.db.deleteIfEmpty(from, source.size === 0);
  context.touch(from);
  const target = obtain(context, to);
  if (!target.has(member)) {
    target.add(member);
    context.modified(to, 's', 'sadd');
  }
  return 1;
}

function pop(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', text, ...rest] = args;
  if (rest.length > 0) throw syntaxError();
  const count = text === undefined ? 1 : integerFrom(text, 0, 'ERR value is out of range, must be positive');
  const members = context.forWrite(key, 'set')?.members;
  const popped = members ? shuffled([...members]).slice(0, count) : [];
  for (const member of popped) members?.delete(member);
  if (members && popped.length > 0) {
    context.notify('s', 'spop', key);
    context.db.deleteIfEmpty(key, members.size === 0);
    context.touch(key);
  }
  return text === undefined ? (popped[0] ?? null) : setOf(popped);
}

/** A negative count may name a member more than once. */
function randomMember(context: CommandContext, [, key = '', text, ...rest]: readonly Bytes[]): Reply {
  if (rest.length > 0) throw syntaxError();
  const count = text === undefined ? 1 : randomCount(text, context.version);
  const members = [...membersOf(context, key)];
  const chosen = chooseRandomly(members, count);
  return text === undefined ? (chosen[0] ?? null) : chosen;
}

function scan(context: CommandContext, args: readonly Bytes[]): Reply {
  return scanElements(context, args, 'set', ({ members }, isWanted) => [...members].filter(isWanted));
}
