import type { Bytes } from '../../resp/bytes.js';
import { setOf, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { allKeys, countedKeys } from '../command-facts.js';
import { integerFrom } from '../numbers.js';
import { limitArgument } from '../sorted-sets/algebra.js';
import type { CommandHandler, CommandContext } from '../command-context.js';

type Algebra = (sets: readonly ReadonlySet<Bytes>[]) => Bytes[];

const union: Algebra = (sets) => [...new Set(sets.flatMap((one) => [...one]))];
const intersect: Algebra = ([first, ...others]) =>
  [...(first ?? [])].filter((member) => others.every((other) => other.has(member)));
const subtract: Algebra = ([first, ...others]) =>
  [...(first ?? [])].filter((member) => !others.some((other) => other.has(member)));

const reads = { arity: -2, flags: 'readonly', keys: allKeys } as const;
const stores = { arity: -3, flags: 'write denyoom', keys: allKeys, access: ['W', 'R'] } as const;

export const setAlgebraCommands: CommandDeclarations = {
  sunion: { ...reads, run: combine(union) },
  sinter: { ...reads, run: combine(intersect) },
  sdiff: { ...reads, run: combine(subtract) },
  sintercard: {
    arity: -3,
    flags: 'readonly movablekeys',
    keys: countedKeys(1),
    since: 7,
    run: countCommon,
  },
  sunionstore: { ...stores, run: store('sunionstore', union) },
  sinterstore: { ...stores, run: store('sinterstore', intersect) },
  sdiffstore: { ...stores, run: store('sdiffstore', subtract) },
};

function combine(algebra: Algebra): CommandHandler {
  return (context, [, ...keys]) => setOf(algebra(keys.map((key) => setAt(context, key))));
}

function countCommon(context: CommandContext, args: readonly Bytes[]): Reply {
  const count = integerFrom(args[1], 1, 'ERR numkeys should be greater than 0');
  if (count > args.length - 2) {
    throw new CommandError("ERR Number of keys can't be greater than number of args");
  }
  const limit = limitArgument(args.slice(2 + count));
  const { length } = intersect(args.slice(2, 2 + count).map((key) => setAt(context, key)));
  return limit === 0 ? length : Math.min(length, limit);
}

function setAt(context: CommandContext, key: Bytes): ReadonlySet<Bytes> {
  return context.read(key, 'set')?.members ?? new Set<Bytes>();
}

function store(event: string, algebra: Algebra) {
  return (context: CommandContext, [, target = '', ...keys]: readonly Bytes[]): Reply => {
    const members = algebra(keys.map((key) => setAt(context, key)));
    const removed = context.db.delete(target);
    if (members.length > 0) {
      context.db.set(target, { type: 'set', members: new Set(members) });
      context.modified(target, 's', event);
    } else if (removed) context.modified(target, 'g', 'del');
    return members.length;
  };
}
