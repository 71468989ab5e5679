import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { wrongArity } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { storeString } from './string-values.js';

export const severalStringsCommands: CommandDeclarations = {
  mget: { arity: -2, flags: 'readonly fast', keys: allKeys, run: getSeveral },
  mset: { arity: -3, flags: 'write denyoom', keys: [1, -1, 2], access: 'W', run: setSeveral },
  msetnx: { arity: -3, flags: 'write denyoom', keys: [1, -1, 2], access: 'W', run: setSeveralIfAbsent },
};

function getSeveral(context: CommandContext, [, ...keys]: readonly Bytes[]): Reply {
  return keys.map((key) => {
    const value = context.db.read(key);
    return value?.type === 'string' ? value.bytes : null;
  });
}

function setSeveral(context: CommandContext, [name = '', ...pairs]: readonly Bytes[]): Reply {
  assertPairs(name, pairs);
  for (let index = 0; index < pairs.length; index += 2) {
    storeString(context, pairs[index] ?? '', pairs[index + 1] ?? '');
  }
  return ok;
}

function setSeveralIfAbsent(context: CommandContext, args: readonly Bytes[]): Reply {
  const [name = '', ...pairs] = args;
  assertPairs(name, pairs);
  if (pairs.some((key, index) => index % 2 === 0 && context.db.has(key))) return 0;
  setSeveral(context, args);
  return 1;
}

function assertPairs(name: Bytes, pairs: readonly Bytes[]): void {
  if (pairs.length % 2 !== 0) throw wrongArity(name.toLowerCase());
}
