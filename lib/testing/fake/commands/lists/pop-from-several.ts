import type { Bytes } from '../../resp/bytes.js';
import { nullArray } from '../../resp/reply.js';
import { syntaxError } from '../../engine/command-error.js';
import type { ListEnd } from '../../engine/list-value.js';
import type { CommandDeclarations } from '../command.js';
import { allButLastKeys, countedKeys } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { deadlineAfter, integerFrom } from '../numbers.js';
import { popFirst, popOrBlock, type Pop } from '../pop-or-block.js';
import { listEnd, popFrom } from './list-values.js';

export const listPopFromSeveralCommands: CommandDeclarations = {
  blpop: { arity: -3, flags: 'write noscript blocking', keys: allButLastKeys, run: blockingPop('left') },
  brpop: { arity: -3, flags: 'write noscript blocking', keys: allButLastKeys, run: blockingPop('right') },
  lmpop: {
    arity: -4,
    flags: 'write movablekeys',
    keys: countedKeys(1),
    since: 7,
    run: (context, args) => {
      const { keys, end, count } = popArguments(args, 1);
      return popFirst(keys, popSeveral(context, end, count)) ?? nullArray;
    },
  },
  blmpop: {
    arity: -5,
    flags: 'write blocking movablekeys',
    keys: countedKeys(2),
    since: 7,
    run: (context, args) => {
      const deadline = deadlineAfter(args[1], context);
      const { keys, end, count } = popArguments(args, 2);
      return popOrBlock(context, keys, deadline, 'list', popSeveral(context, end, count));
    },
  },
};

function blockingPop(end: ListEnd): CommandHandler {
  return (context, args) => {
    const deadline = deadlineAfter(args.at(-1), context);
    const pop: Pop = (key) => {
      const list = context.forWrite(key, 'list');
      return list && [key, popFrom(context, key, list, end, 1)[0] ?? null];
    };
    return popOrBlock(context, args.slice(1, -1), deadline, 'list', pop);
  };
}

function popSeveral(context: CommandContext, end: ListEnd, count: number): Pop {
  return (key) => {
    const list = context.forWrite(key, 'list');
    return list && [key, popFrom(context, key, list, end, count)];
  };
}

interface PopArguments {
  readonly keys: readonly Bytes[];
  readonly end: ListEnd;
  readonly count: number;
}

/** numkeys key … LEFT|RIGHT [COUNT count], from a position on. */
function popArguments(args: readonly Bytes[], position: number): PopArguments {
  const keyCount = integerFrom(args[position], 1, 'ERR numkeys should be greater than 0');
  const after = position + 1 + keyCount;
  if (after >= args.length) throw syntaxError();
  const end = listEnd(args[after]);
  return { keys: args.slice(position + 1, after), end, count: countArgument(args.slice(after + 1)) };
}

export function countArgument([word, value, ...rest]: readonly Bytes[]): number {
  if (word === undefined) return 1;
  if (word.toUpperCase() !== 'COUNT' || value === undefined || rest.length > 0) throw syntaxError();
  return integerFrom(value, 1, 'ERR count should be greater than 0');
}
