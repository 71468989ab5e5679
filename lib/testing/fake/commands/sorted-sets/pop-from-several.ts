import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { syntaxError } from '../../engine/command-error.js';
import type { ScoredMember, SortedSet } from '../../engine/sorted-set.js';
import type { CommandDeclarations } from '../command.js';
import { allButLastKeys, countedKeys } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { countArgument } from '../lists/pop-from-several.js';
import { deadlineAfter, integerFrom } from '../numbers.js';
import { popFirst, popOrBlock, type Pop } from '../pop-or-block.js';
import { scoreReply } from './scored-replies.js';

export type ScoreEnd = 'min' | 'max';

export const sortedSetPopFromSeveralCommands: CommandDeclarations = {
  bzpopmin: {
    arity: -3,
    flags: 'write noscript blocking fast',
    keys: allButLastKeys,
    run: blockingPop('min'),
  },
  bzpopmax: {
    arity: -3,
    flags: 'write noscript blocking fast',
    keys: allButLastKeys,
    run: blockingPop('max'),
  },
  zmpop: {
    arity: -4,
    flags: 'write movablekeys',
    keys: countedKeys(1),
    since: 7,
    run: (context, args) => {
      const { keys, end, count } = popArguments(args, 1);
      return popFirst(keys, popSeveral(context, end, count)) ?? nullArray;
    },
  },
  bzmpop: {
    arity: -5,
    flags: 'write blocking movablekeys',
    keys: countedKeys(2),
    since: 7,
    run: (context, args) => {
      const deadline = deadlineAfter(args[1], context);
      const { keys, end, count } = popArguments(args, 2);
      return popOrBlock(context, keys, deadline, 'zset', popSeveral(context, end, count));
    },
  },
};

/** Pops up to `count` members from an end; a set that is then empty is deleted. */
export function popScored(
  context: CommandContext,
  key: Bytes,
  set: SortedSet,
  end: ScoreEnd,
  count: number,
): ScoredMember[] {
  const { members, length } = set;
  const popped =
    end === 'min' ? members.slice(0, count) : members.slice(Math.max(0, length - count)).reverse();
  for (const { member } of popped) set.delete(member);
  if (popped.length > 0) {
    context.notify('z', end === 'min' ? 'zpopmin' : 'zpopmax', key);
    context.db.deleteIfEmpty(key, set.length === 0);
    context.touch(key);
  }
  return popped;
}

function blockingPop(end: ScoreEnd): CommandHandler {
  return (context, args) => {
    const deadline = deadlineAfter(args.at(-1), context);
    const pop: Pop = (key) => {
      const set = context.forWrite(key, 'zset');
      if (!set) return undefined;
      const [popped] = popScored(context, key, set, end, 1);
      return popped && [key, popped.member, scoreReply(context, popped.score)];
    };
    return popOrBlock(context, args.slice(1, -1), deadline, 'zset', pop);
  };
}

function popSeveral(context: CommandContext, end: ScoreEnd, count: number): Pop {
  return (key) => {
    const set = context.forWrite(key, 'zset');
    if (!set) return undefined;
    const popped = popScored(context, key, set, end, count);
    return [key, popped.map(({ member, score }): Reply => [member, scoreReply(context, score)])];
  };
}

interface PopArguments {
  readonly keys: readonly Bytes[];
  readonly end: ScoreEnd;
  readonly count: number;
}

/** numkeys key … MIN|MAX [COUNT count], from a position on. */
function popArguments(args: readonly Bytes[], position: number): PopArguments {
  const keyCount = integerFrom(args[position], 1, 'ERR numkeys should be greater than 0');
  const after = position + 1 + keyCount;
  if (after >= args.length) throw syntaxError();
  const end = args[after]?.toLowerCase();
  if (end !== 'min' && end !== 'max') throw syntaxError();
  return { keys: args.slice(position + 1, after), end, count: countArgument(args.slice(after + 1)) };
}
