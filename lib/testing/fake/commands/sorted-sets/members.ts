import type { Bytes } from '../../resp/bytes.js';
import { nullArray, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import { SortedSet } from '../../engine/sorted-set.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandHandler, CommandContext } from '../command-context.js';
import { float, formatDouble, integerFrom } from '../numbers.js';
import { chooseRandomly, randomArguments } from '../random-choice.js';
import { scanElements } from '../scan-arguments.js';
import { popScored, type ScoreEnd } from './pop-from-several.js';
import { membersReply, scoreReply } from './scored-replies.js';

const reads = { flags: 'readonly fast', keys: oneKey } as const;

export const sortedSetMemberCommands: CommandDeclarations = {
  zadd: { arity: -4, flags: 'write denyoom fast', keys: oneKey, run: addToSortedSet },
  zincrby: { arity: 4, flags: 'write denyoom fast', keys: oneKey, run: incrementBy },
  zrem: { arity: -3, flags: 'write fast', keys: oneKey, access: 'W', run: remove },
  zcard: { arity: 2, ...reads, run: (context, [, key = '']) => context.read(key, 'zset')?.length ?? 0 },
  zscore: { arity: 3, ...reads, run: score },
  zmscore: { arity: -3, ...reads, since: 6.2, run: scores },
  zrank: { arity: -3, arityBefore: [[7.2, 3]], ...reads, run: rank() },
  zrevrank: { arity: -3, arityBefore: [[7.2, 3]], ...reads, run: rank({ isReverse: true }) },
  zpopmin: { arity: -2, flags: 'write fast', keys: oneKey, run: pop('min') },
  zpopmax: { arity: -2, flags: 'write fast', keys: oneKey, run: pop('max') },
  zrandmember: { arity: -2, flags: 'readonly', keys: oneKey, since: 6.2, run: randomMember },
  zscan: { arity: -3, flags: 'readonly', keys: oneKey, run: scan },
};

const addOptions = new Set(['NX', 'XX', 'GT', 'LT', 'CH', 'INCR']);

/** ZADD; GEOADD is one too. */
export function addToSortedSet(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', ...rest] = args;
  const end = rest.findIndex((word) => !isAddOption(word, context.version));
  const options = new Set(rest.slice(0, end).map((word) => word.toUpperCase()));
  const pairs = rest.slice(end);
  assertAddOptions(options, pairs);
  const scored = pairs.flatMap((text, index) =>
    index % 2 === 0 ? [{ score: float(text), member: pairs[index + 1] ?? '' }] : [],
  );
  const present = context.forWrite(key, 'zset');
  if (!present && options.has('XX')) return options.has('INCR') ? null : 0;
  const set = present ?? new SortedSet();
  let [added, changed] = [0, 0];
  let result: number | undefined;
  for (const { score: given, member } of scored) {
    const before = set.score(member);
    const after = options.has('INCR') && before !== undefined ? before + given : given;
    if (Number.isNaN(after)) throw new CommandError('ERR resulting score is not a number (NaN)');
    if (!mayChange(options, before, after)) continue;
    set.set(member, after);
    result = after;
    if (before === undefined) added++;
    else if (before !== after) changed++;
  }
  if (!present && set.length > 0) context.db.set(key, set);
  if (added + changed > 0) context.modified(key, 'z', options.has('INCR') ? 'zincr' : 'zadd');
  if (options.has('INCR')) return result === undefined ? null : scoreReply(context, result);
  return options.has('CH') ? added + changed : added;
}

function isAddOption(word: Bytes, version: number): boolean {
  const name = word.toUpperCase();
  return addOptions.has(name) && (version >= 6.2 || (name !== 'GT' && name !== 'LT'));
}

function assertAddOptions(options: ReadonlySet<string>, pairs: readonly Bytes[]): void {
  const has = (name: string): boolean => options.has(name);
  if (pairs.length === 0 || pairs.length % 2 !== 0) throw syntaxError();
  if (has('NX') && has('XX'))
    throw new CommandError('ERR XX and NX options at the same time are not compatible');
  if ((has('GT') && has('LT')) || (has('NX') && (has('GT') || has('LT')))) {
    throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  if (has('INCR') && pairs.length > 2) {
    throw new CommandError('ERR INCR option supports a single increment-element pair');
  }
}

function mayChange(options: ReadonlySet<string>, before: number | undefined, after: number): boolean {
  if (before === undefined) return !options.has('XX');
  if (options.has('NX')) return false;
  return !(options.has('GT') && after <= before) && !(options.has('LT') && after >= before);
}

function incrementBy(context: CommandContext, [, key = '', by, member = '']: readonly Bytes[]): Reply {
  const amount = float(by);
  const set = context.forWrite(key, 'zset') ?? new SortedSet();
  const before = set.score(member);
  const sum = before === undefined ? amount : before + amount;
  if (Number.isNaN(sum)) throw new CommandError('ERR resulting score is not a number (NaN)');
  const isNew = set.length === 0;
  set.set(member, sum);
  if (isNew) context.db.set(key, set);
  context.modified(key, 'z', 'zincr');
  return scoreReply(context, sum);
}

function remove(context: CommandContext, [, key = '', ...members]: readonly Bytes[]): Reply {
  const set = context.forWrite(key, 'zset');
  const removed = set ? members.filter((member) => set.delete(member)).length : 0;
  if (!set || removed === 0) return 0;
  context.notify('z', 'zrem', key);
  context.db.deleteIfEmpty(key, set.length === 0);
  context.touch(key);
  return removed;
}

function score(context: CommandContext, [, key = '', member = '']: readonly Bytes[]): Reply {
  const found = context.read(key, 'zset')?.score(member);
  return found === undefined ? null : scoreReply(context, found);
}

function scores(context: CommandContext, [, key = '', ...members]: readonly Bytes[]): Reply {
  const set = context.read(key, 'zset');
  return members.map((member) => {
    const found = set?.score(member);
    return found === undefined ? null : scoreReply(context, found);
  });
}

function rank({ isReverse = false } = {}): CommandHandler {
  return (context, args) => {
    const [, key = '', member = '', option, ...rest] = args;
    const withScore = option?.toUpperCase() === 'WITHSCORE';
    if ((option !== undefined && !withScore) || rest.length > 0) throw syntaxError();
    const set = context.read(key, 'zset');
    const place = set?.rank(member);
    if (!set || place === undefined) return withScore ? nullArray : null;
    const shown = isReverse ? set.length - 1 - place : place;
    return withScore ? [shown, scoreReply(context, set.score(member) ?? 0)] : shown;
  };
}

function pop(end: ScoreEnd): CommandHandler {
  return (context, [, key = '', text, ...rest]) => {
    if (rest.length > 0) throw syntaxError();
    const count =
      text === undefined ? 1 : integerFrom(text, 0, 'ERR value is out of range, must be positive');
    const set = context.forWrite(key, 'zset');
    if (!set) return [];
    const popped = popScored(context, key, set, end, count);
    if (text !== undefined) return membersReply(context, popped, true);
    return popped.flatMap(({ member, score: its }): Reply[] => [member, scoreReply(context, its)]);
  };
}

function randomMember(context: CommandContext, args: readonly Bytes[]): Reply {
  const { count, withValues } = randomArguments(args, 'WITHSCORES', context.version);
  const members = context.read(args[1] ?? '', 'zset')?.members ?? [];
  const chosen = chooseRandomly(members, count ?? 1);
  if (count === undefined) return chosen[0]?.member ?? null;
  return membersReply(context, chosen, withValues);
}

function scan(context: CommandContext, args: readonly Bytes[]): Reply {
  return scanElements(context, args, 'zset', ({ members }, isWanted) =>
    members
      .filter(({ member }) => isWanted(member))
      .flatMap(({ member, score: its }) => [member, formatDouble(its, context.version)]),
  );
}
