import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError, wrongType } from '../../engine/command-error.js';
import type { ScoredMember } from '../../engine/sorted-set.js';
import type { CommandDeclarations } from '../command.js';
import { countedKeys, keysOf, type KeyPositions } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { integer, integerFrom, parseDouble } from '../numbers.js';
import { membersReply } from './scored-replies.js';
import { storeSortedSet } from './store-sorted-set.js';

type Scores = ReadonlyMap<Bytes, number>;
type Aggregate = (a: number, b: number) => number;
type Algebra = (sets: readonly Scores[], aggregate: Aggregate) => Map<Bytes, number>;

/** Infinities that cancel each other out make zero. */
const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);

const aggregates: Readonly<Record<string, Aggregate>> = {
  SUM: (a, b) => orZero(a + b),
  MIN: Math.min,
  MAX: Math.max,
};

const union: Algebra = (sets, aggregate) => {
  const result = new Map<Bytes, number>();
  for (const set of sets) {
    for (const [member, score] of set) {
      const before = result.get(member);
      result.set(member, before === undefined ? score : aggregate(before, score));
    }
  }
  return result;
};

const intersect: Algebra = ([first, ...others], aggregate) => {
  const result = new Map<Bytes, number>();
  for (const [member, score] of first ?? []) {
    const scores = others.map((other) => other.get(member));
    if (scores.every((one) => one !== undefined))
      result.set(
        member,
        scores.reduce((a, b) => aggregate(a, b), score),
      );
  }
  return result;
};

const subtract: Algebra = ([first = new Map<Bytes, number>(), ...others]) =>
  new Map([...first].filter(([member]) => !others.some((other) => other.has(member))));

const reads = { arity: -3, flags: 'readonly movablekeys', keys: countedKeys(1), since: 6.2 } as const;
const targetAndCounted: KeyPositions = (args) => [args[1] ?? '', ...keysOf({ keys: countedKeys(2) }, args)];
const stores = {
  arity: -4,
  flags: 'write denyoom movablekeys',
  keys: targetAndCounted,
  access: ['W', 'R'],
} as const;

export const sortedSetAlgebraCommands: CommandDeclarations = {
  zunion: { ...reads, run: combine(union) },
  zinter: { ...reads, run: combine(intersect) },
  zdiff: { ...reads, run: combine(subtract, { isDifference: true }) },
  zunionstore: { ...stores, run: store('zunionstore', union) },
  zinterstore: { ...stores, run: store('zinterstore', intersect) },
  zdiffstore: { ...stores, since: 6.2, run: store('zdiffstore', subtract, { isDifference: true }) },
  zintercard: { ...reads, since: 7, run: countCommon },
};

function combine(algebra: Algebra, { isDifference = false } = {}): CommandHandler {
  return (context, args) => {
    const { members, withScores } = evaluate(context, args, 1, algebra, { isDifference, isStore: false });
    return membersReply(context, members, withScores);
  };
}

function store(event: string, algebra: Algebra, { isDifference = false } = {}): CommandHandler {
  return (context, args) => {
    const { members } = evaluate(context, args, 2, algebra, { isDifference, isStore: true });
    return storeSortedSet(context, args[1] ?? '', members, event);
  };
}

interface Kind {
  readonly isDifference: boolean;
  readonly isStore: boolean;
}

/** numkeys key … [WEIGHTS …] [AGGREGATE …] [WITHSCORES], from a position on. */
function evaluate(
  context: CommandContext,
  args: readonly Bytes[],
  position: number,
  algebra: Algebra,
  kind: Kind,
): { readonly members: readonly ScoredMember[]; readonly withScores: boolean } {
  const name = (args[0] ?? '').toLowerCase();
  const count = integer(args[position]);
  if (count < 1) {
    const of = context.version >= 7 ? `'${name}' command` : 'ZUNIONSTORE/ZINTERSTORE';
    throw new CommandError(`ERR at least 1 input key is needed for ${of}`);
  }
  if (count > args.length - position - 1) throw syntaxError();
  const keys = args.slice(position + 1, position + 1 + count);
  const sets = keys.map((key) => scoresOf(context, key));
  const options = readOptions(args.slice(position + 1 + count), count, kind);
  const weighted = sets.map((set, index) => weigh(set, options.weights[index] ?? 1));
  const result = algebra(weighted, options.aggregate);
  const members = [...result].map(([member, score]) => ({ member, score }));
  return { members: members.sort(compare), withScores: options.withScores };
}

function compare(a: ScoredMember, b: ScoredMember): number {
  if (a.score !== b.score) return a.score - b.score;
  return a.member < b.member ? -1 : 1;
}

/** A set counts as a sorted set in which each score is one. */
function scoresOf(context: CommandContext, key: Bytes): Scores {
  const value = context.db.read(key);
  if (!value) return new Map();
  if (value.type === 'set') return new Map([...value.members].map((member) => [member, 1]));
  if (value.type !== 'zset') throw wrongType();
  return new Map(value.members.map(({ member, score }) => [member, score]));
}

function weigh(set: Scores, weight: number): Scores {
  if (weight === 1) return set;
  return new Map([...set].map(([member, score]) => [member, orZero(score * weight)]));
}

interface AlgebraOptions {
  readonly weights: readonly number[];
  readonly aggregate: Aggregate;
  readonly withScores: boolean;
}

function readOptions(
  words: readonly Bytes[],
  count: number,
  { isDifference, isStore }: Kind,
): AlgebraOptions {
  let weights: readonly number[] = [];
  let aggregate: Aggregate = aggregates.SUM ?? Math.max;
  let withScores = false;
  for (let position = 0; position < words.length; position++) {
    const word = words[position]?.toUpperCase();
    if (word === 'WEIGHTS' && !isDifference && words.length - position > count) {
      weights = words.slice(position + 1, position + 1 + count).map((text) => {
        const weight = parseDouble(text);
        if (weight === undefined) throw new CommandError('ERR weight value is not a float');
        return weight;
      });
      position += count;
    } else if (word === 'AGGREGATE' && !isDifference && words[position + 1] !== undefined) {
      const chosen = aggregates[words[++position]?.toUpperCase() ?? ''];
      if (!chosen) throw syntaxError();
      aggregate = chosen;
    } else if (word === 'WITHSCORES' && !isStore) withScores = true;
    else throw syntaxError();
  }
  return { weights, aggregate, withScores };
}

function countCommon(context: CommandContext, args: readonly Bytes[]): Reply {
  const count = integer(args[1]);
  if (count < 1) throw new CommandError("ERR at least 1 input key is needed for 'zintercard' command");
  if (count > args.length - 2) throw syntaxError();
  const sets = args.slice(2, 2 + count).map((key) => scoresOf(context, key));
  const limit = limitArgument(args.slice(2 + count));
  const { size } = intersect(sets, Math.max);
  return limit === 0 ? size : Math.min(size, limit);
}

/** [LIMIT limit]: of ZINTERCARD and SINTERCARD; zero means none. */
export function limitArgument(words: readonly Bytes[]): number {
  let limit = 0;
  for (let position = 0; position < words.length; position += 2) {
    if (words[position]?.toUpperCase() !== 'LIMIT' || words[position + 1] === undefined) throw syntaxError();
    limit = integerFrom(words[position + 1], 0, "ERR LIMIT can't be negative");
  }
  return limit;
}
