import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, noSuchKey, syntaxError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { fromStart } from './list-values.js';

export const listChangeCommands: CommandDeclarations = {
  lset: { arity: 4, flags: 'write denyoom', keys: oneKey, access: 'W', run: set },
  linsert: { arity: 5, flags: 'write denyoom', keys: oneKey, access: 'W', run: insert },
  lrem: { arity: 4, flags: 'write', keys: oneKey, access: 'W', run: remove },
  ltrim: { arity: 4, flags: 'write', keys: oneKey, access: 'W', run: trim },
};

function set(context: CommandContext, [, key = '', at, element = '']: readonly Bytes[]): Reply {
  const list = context.forWrite(key, 'list');
  if (!list) throw noSuchKey();
  const index = fromStart(integer(at), list.length);
  if (list.get(index) === undefined) throw new CommandError('ERR index out of range');
  list.set(index, element);
  context.modified(key, 'l', 'lset');
  return ok;
}

function insert(
  context: CommandContext,
  [, key = '', where = '', pivot = '', element = '']: readonly Bytes[],
): Reply {
  const side = where.toLowerCase();
  if (side !== 'before' && side !== 'after') throw syntaxError();
  const list = context.forWrite(key, 'list');
  if (!list) return 0;
  const elements = list.slice();
  const index = elements.indexOf(pivot);
  if (index < 0) return -1;
  elements.splice(side === 'after' ? index + 1 : index, 0, element);
  list.replace(elements);
  context.modified(key, 'l', 'linsert');
  return list.length;
}

function remove(context: CommandContext, [, key = '', limit, element = '']: readonly Bytes[]): Reply {
  const count = integer(limit);
  const list = context.forWrite(key, 'list');
  if (!list) return 0;
  let left = count === 0 ? Infinity : Math.abs(count);
  const isKept = (one: Bytes): boolean => one !== element || left-- <= 0;
  const kept = count < 0 ? list.slice().reverse().filter(isKept).reverse() : list.slice().filter(isKept);
  const removed = list.length - kept.length;
  if (removed === 0) return 0;
  list.replace(kept);
  context.notify('l', 'lrem', key);
  context.db.deleteIfEmpty(key, list.length === 0);
  context.touch(key);
  return removed;
}

function trim(context: CommandContext, [, key = '', from, to]: readonly Bytes[]): Reply {
  const [first, last] = [integer(from), integer(to)];
  const list = context.forWrite(key, 'list');
  if (!list) return ok;
  const start = Math.max(0, fromStart(first, list.length));
  list.replace(list.slice(start, Math.min(list.length, fromStart(last, list.length) + 1)));
  context.notify('l', 'ltrim', key);
  context.db.deleteIfEmpty(key, list.length === 0);
  context.touch(key);
  return ok;
}
