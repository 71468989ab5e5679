import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { wrongArity } from '../../engine/command-error.js';
import type { ListEnd } from '../../engine/list-value.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { integerFrom } from '../numbers.js';
import { popFrom, pushTo } from './list-values.js';

export const listEndCommands: CommandDeclarations = {
  lpush: { arity: -3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: push('left') },
  rpush: { arity: -3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: push('right') },
  lpushx: { arity: -3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: pushIfPresent('left') },
  rpushx: { arity: -3, flags: 'write denyoom fast', keys: oneKey, access: 'W', run: pushIfPresent('right') },
  lpop: { arity: -2, arityBefore: [[6.2, 2]], flags: 'write fast', keys: oneKey, run: pop('left') },
  rpop: { arity: -2, arityBefore: [[6.2, 2]], flags: 'write fast', keys: oneKey, run: pop('right') },
};

function push(end: ListEnd): CommandHandler {
  return (context, [, key = '', ...elements]) => pushTo(context, key, end, elements);
}

function pushIfPresent(end: ListEnd): CommandHandler {
  return (context, [, key = '', ...elements]) =>
    context.forWrite(key, 'list') ? pushTo(context, key, end, elements) : 0;
}

function pop(end: ListEnd): CommandHandler {
  return (context, args) => {
    const [name = '', key = '', count] = args;
    if (args.length > 3) throw wrongArity(name.toLowerCase());
    return count === undefined ? popOne(context, key, end) : popSeveral(context, key, end, count);
  };
}

function popOne(context: CommandContext, key: Bytes, end: ListEnd): Reply {
  const list = context.forWrite(key, 'list');
  return list ? (popFrom(context, key, list, end, 1)[0] ?? null) : null;
}

function popSeveral(context: CommandContext, key: Bytes, end: ListEnd, text: Bytes): Reply {
  const count = integerFrom(text, 0, 'ERR value is out of range, must be positive');
  const list = context.forWrite(key, 'list');
  if (!list) return context.version < 7 ? null : nullArray;
  return count === 0 ? [] : popFrom(context, key, list, end, count);
}
