import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { ScoredMember } from '../../engine/sorted-set.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { integer } from '../numbers.js';
import { withinMembers, withinScores, type Within } from './bounds.js';
import { membersReply } from './scored-replies.js';
import { storeSortedSet } from './store-sorted-set.js';

type By = 'rank' | 'score' | 'lex';

interface RangeOptions {
  readonly by: By;
  readonly isReverse: boolean;
  readonly withScores: boolean;
  readonly limit: { readonly offset: number; readonly count: number } | undefined;
}

const reads = { arity: -4, flags: 'readonly', keys: oneKey } as const;
const removes = { arity: 4, flags: 'write', keys: oneKey, access: 'W' } as const;

export const sortedSetRangeCommands: CommandDeclarations = {
  zrange: { ...reads, run: range({ by: 'rank', isReverse: false }, { isGeneral: true }) },
  zrangestore: {
    arity: -5,
    flags: 'write denyoom',
    keys: [1, 2, 1],
    access: ['W', 'R'],
    since: 6.2,
    run: storeRange,
  },
  zrevrange: { ...reads, run: range({ by: 'rank', isReverse: true }) },
  zrangebyscore: { ...reads, run: range({ by: 'score', isReverse: false }) },
  zrevrangebyscore: { ...reads, run: range({ by: 'score', isReverse: true }) },
  zrangebylex: { ...reads, run: range({ by: 'lex', isReverse: false }) },
  zrevrangebylex: { ...reads, run: range({ by: 'lex', isReverse: true }) },
  zcount: { arity: 4, flags: 'readonly fast', keys: oneKey, run: count(withinScores) },
  zlexcount: { arity: 4, flags: 'readonly fast', keys: oneKey, run: count(withinMembers) },
  zremrangebyscore: { ...removes, run: removeRange('zremrangebyscore', byBounds(withinScores)) },
  zremrangebylex: { ...removes, run: removeRange('zremrangebylex', byBounds(withinMembers)) },
  zremrangebyrank: { ...removes, run: removeRange('zremrangebyrank', byRank) },
};

function range(fixed: Pick<RangeOptions, 'by' | 'isReverse'>, { isGeneral = false } = {}): CommandHandler {
  return (context, args) => {
    const options = rangeOptions(args.slice(4), fixed, isGeneral && context.version >= 6.2);
    return membersReply(context, membersWithin(context, args.slice(1), options), options.withScores);
  };
}

/** The members of a range: `key min max`, and what the options say. */
function membersWithin(
  context: CommandContext,
  [key = '', first = '', second = '']: readonly Bytes[],
  options: RangeOptions,
): readonly ScoredMember[] {
  const { by, isReverse } = options;
  const select = selection(by, isReverse && by !== 'rank' ? [second, first] : [first, second]);
  const members = context.read(key, 'zset')?.members ?? [];
  const ordered = isReverse ? [...members].reverse() : members;
  return limited(select(ordered), options);
}

function storeRange(context: CommandContext, args: readonly Bytes[]): Reply {
  const words = args.slice(5);
  if (words.some((word) => word.toUpperCase() === 'WITHSCORES')) throw syntaxError();
  const options = rangeOptions(words, { by: 'rank', isReverse: false }, true);
  return storeSortedSet(
    context,
    args[1] ?? '',
    membersWithin(context, args.slice(2), options),
    'zrangestore',
  );
}

type Select = (members: readonly ScoredMember[]) => readonly ScoredMember[];

function selection(by: By, [first, second]: readonly [Bytes, Bytes]): Select {
  if (by === 'rank') return byRank(first, second);
  return byBounds(by === 'score' ? withinScores : withinMembers)(first, second);
}

function byRank(first: Bytes, second: Bytes): Select {
  const [start, end] = [integer(first), integer(second)];
  return (members) => {
    const from = Math.max(0, start < 0 ? members.length + start : start);
    const to = end < 0 ? members.length + end : end;
    return members.slice(from, Math.max(from, to + 1));
  };
}

function byBounds(bounds: (minimum: Bytes, maximum: Bytes) => Within) {
  return (minimum: Bytes, maximum: Bytes): Select => {
    const isWithin = bounds(minimum, maximum);
    return (members) => members.filter(isWithin);
  };
}

function limited(members: readonly ScoredMember[], { limit }: RangeOptions): readonly ScoredMember[] {
  if (!limit) return members;
  if (limit.offset < 0) return [];
  return members.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
}

function rangeOptions(
  words: readonly Bytes[],
  fixed: Pick<RangeOptions, 'by' | 'isReverse'>,
  isGeneral: boolean,
): RangeOptions {
  let options: RangeOptions = { ...fixed, withScores: false, limit: undefined };
  for (let position = 0; position < words.length; position++) {
    const word = words[position]?.toUpperCase();
    if (word === 'WITHSCORES') options = { ...options, withScores: true };
    else if (word === 'LIMIT' && words[position + 2] !== undefined) {
      options = {
        ...options,
        limit: { offset: integer(words[position + 1]), count: integer(words[position + 2]) },
      };
      position += 2;
    } else if (isGeneral && word === 'REV') options = { ...options, isReverse: true };
    else if (isGeneral && (word === 'BYSCORE' || word === 'BYLEX')) {
      options = { ...options, by: word === 'BYSCORE' ? 'score' : 'lex' };
    } else throw syntaxError();
  }
  if (options.limit && options.by === 'rank') {
    throw new CommandError(
      'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
    );
  }
  if (options.withScores && options.by === 'lex') {
    throw new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
  }
  return options;
}

function count(bounds: (minimum: Bytes, maximum: Bytes) => Within): CommandHandler {
  return (context, [, key = '', minimum = '', maximum = '']) => {
    const isWithin = bounds(minimum, maximum);
    return (context.read(key, 'zset')?.members ?? []).filter(isWithin).length;
  };
}

function removeRange(event: string, select: (first: Bytes, second: Bytes) => Select) {
  return (context: CommandContext, [, key = '', first = '', second = '']: readonly Bytes[]): Reply => {
    const selected = select(first, second);
    const set = context.forWrite(key, 'zset');
    if (!set) return 0;
    const removed = selected([...set.members]);
    for (const { member } of removed) set.delete(member);
    if (removed.length === 0) return 0;
    context.touch(key);
    context.notify('z', event, key);
    context.db.deleteIfEmpty(key, set.length === 0);
    return removed.length;
  };
}
