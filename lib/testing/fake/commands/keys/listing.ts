import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import { matchesGlob } from '../../engine/glob.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integerFrom } from '../numbers.js';
import { scanArguments } from '../scan-arguments.js';

export const listingCommands: CommandDeclarations = {
  keys: {
    arity: 2,
    flags: 'readonly',
    categories: 'dangerous',
    run: (context, [, pattern = '']) =>
      [...context.db.keys()].map(([key]) => key).filter((key) => matchesGlob(pattern, key)),
  },
  scan: { arity: -2, flags: 'readonly', run: scan },
  dbsize: { arity: 1, flags: 'readonly fast', run: (context) => context.db.size },
  swapdb: { arity: 3, flags: 'write fast', categories: 'dangerous', run: swap },
  flushdb: { arity: -1, flags: 'write', categories: 'dangerous', run: flush('one') },
  flushall: { arity: -1, flags: 'write', categories: 'dangerous', run: flush('all') },
};

/** The cursor is the place of the last key in the order in which keys came. */
function scan(context: CommandContext, args: readonly Bytes[]): Reply {
  const { cursor, count, match, type } = scanArguments(args, 1, { version: context.version, withType: true });
  const keys: Bytes[] = [];
  let seen = 0;
  let lastOrder = cursor;
  for (const [key, entry] of context.db.keys()) {
    if (entry.order <= cursor) continue;
    if (seen === count) return [`${lastOrder}`, keys];
    seen++;
    lastOrder = entry.order;
    const isWanted = type === undefined || entry.value.type === type.toLowerCase();
    if (isWanted && (match === undefined || matchesGlob(match, key))) keys.push(key);
  }
  return ['0', keys];
}

function swap(context: CommandContext, [, first, second]: readonly Bytes[]): Reply {
  const one = databaseIndex(context, first, 'first');
  const other = databaseIndex(context, second, 'second');
  if (one !== other) one.swap(other);
  return ok;
}

function databaseIndex(
  context: CommandContext,
  text: Bytes | undefined,
  which: string,
): CommandContext['db'] {
  const index = integerFrom(text, -(2 ** 31), `ERR invalid ${which} DB index`);
  if (index >= 2 ** 31) throw new CommandError(`ERR invalid ${which} DB index`);
  return context.engine.database(index);
}

function flush(which: 'one' | 'all') {
  return (context: CommandContext, [, mode, ...rest]: readonly Bytes[]): Reply => {
    const word = mode?.toUpperCase();
    const isKnown = word === undefined || word === 'ASYNC' || (word === 'SYNC' && context.version >= 6.2);
    if (!isKnown || rest.length > 0) throw syntaxError();
    if (which === 'all') context.engine.flush();
    else {
      context.db.clear();
      context.engine.tracking.invalidateAll();
    }
    return ok;
  };
}
