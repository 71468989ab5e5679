import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import type { ListValue } from '../../engine/list-value.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';
import { integer, integerFrom } from '../numbers.js';
import { fromStart } from './list-values.js';

export const listReadCommands: CommandDeclarations = {
  llen: {
    arity: 2,
    flags: 'readonly fast',
    keys: oneKey,
    run: (context, [, key = '']) => context.read(key, 'list')?.length ?? 0,
  },
  lrange: { arity: 4, flags: 'readonly', keys: oneKey, run: range },
  lindex: { arity: 3, flags: 'readonly', keys: oneKey, run: index },
  lpos: { arity: -3, flags: 'readonly', keys: oneKey, run: position },
};

function range(context: CommandContext, [, key = '', from, to]: readonly Bytes[]): Reply {
  const [first, last] = [integer(from), integer(to)];
  const list = context.read(key, 'list');
  if (!list) return [];
  const start = Math.max(0, fromStart(first, list.length));
  return list.slice(start, Math.min(list.length, fromStart(last, list.length) + 1));
}

function index(context: CommandContext, [, key = '', at]: readonly Bytes[]): Reply {
  const list = context.read(key, 'list');
  if (!list) return null;
  return list.get(fromStart(integer(at), list.length)) ?? null;
}

interface PositionOptions {
  readonly rank: number;
  readonly count: number | undefined;
  readonly maxLength: number;
}

function position(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, key = '', element = ''] = args;
  const options = positionOptions(args, context.version);
  const list = context.read(key, 'list');
  const found = list ? findPositions(list, element, options) : [];
  return options.count === undefined ? (found[0] ?? null) : found;
}

function positionOptions(args: readonly Bytes[], version: number): PositionOptions {
  let options: PositionOptions = { rank: 1, count: undefined, maxLength: 0 };
  for (let at = 3; at < args.length; at += 2) {
    const [option, value] = [(args[at] ?? '').toUpperCase(), args[at + 1]];
    if (value === undefined) throw syntaxError();
    if (option === 'RANK') options = { ...options, rank: rankOf(value, version) };
    else if (option === 'COUNT')
      options = { ...options, count: integerFrom(value, 0, "ERR COUNT can't be negative") };
    else if (option === 'MAXLEN') {
      options = { ...options, maxLength: integerFrom(value, 0, "ERR MAXLEN can't be negative") };
    } else throw syntaxError();
  }
  return options;
}

function rankOf(value: Bytes, version: number): number {
  const rank = integer(value);
  const advice =
    version >= 7
      ? 'use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list'
      : 'use 1 to start from the first match, 2 from the second, ...';
  if (rank === 0) throw new CommandError(`ERR RANK can't be zero: ${advice}`);
  const isSmallest = value === '-9223372036854775808';
  if (isSmallest && version >= 7.2) {
    throw new CommandError(
      'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    );
  }
  // Before 7.2 the smallest integer has no opposite, and counts as the first from the end.
  return isSmallest ? -1 : rank;
}

function findPositions(
  list: ListValue,
  element: Bytes,
  { rank, count = 1, maxLength }: PositionOptions,
): number[] {
  const found: number[] = [];
  const compared = maxLength === 0 ? list.length : Math.min(maxLength, list.length);
  let skipped = Math.abs(rank) - 1;
  for (let step = 0; step < compared; step++) {
    const at = rank > 0 ? step : list.length - 1 - step;
    if (list.get(at) !== element || skipped-- > 0) continue;
    found.push(at);
    if (found.length === count) break;
  }
  return found;
}
