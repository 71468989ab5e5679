import type { Bytes } from '../../resp/bytes.js';
import type { Reply } from '../../resp/reply.js';
import { CommandError, syntaxError, wrongType } from '../../engine/command-error.js';
import { ListValue } from '../../engine/list-value.js';
import type { CommandDeclarations } from '../command.js';
import { oneKey, type KeyPositions } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { integer, parseDouble } from '../numbers.js';

const keyAndTarget: KeyPositions = (args) => {
  const at = args.findLastIndex((word, position) => position > 1 && word.toUpperCase() === 'STORE');
  const target = at < 0 ? undefined : args[at + 1];
  return target === undefined ? args.slice(1, 2) : [args[1] ?? '', target];
};

export const sortCommands: CommandDeclarations = {
  sort: {
    arity: -2,
    flags: 'write denyoom movablekeys',
    categories: 'set sortedset list dangerous',
    keys: keyAndTarget,
    access: ['R', 'W'],
    run: sort(),
  },
  sort_ro: {
    arity: -2,
    flags: 'readonly movablekeys',
    categories: 'set sortedset list dangerous',
    keys: oneKey,
    since: 7,
    run: sort({ isReadOnly: true }),
  },
};

interface SortOptions {
  readonly isDescending: boolean;
  readonly isAlphabetic: boolean;
  readonly limit: readonly [offset: number, count: number] | undefined;
  readonly by: Bytes | undefined;
  readonly gets: readonly Bytes[];
  readonly target: Bytes | undefined;
}

function sort({ isReadOnly = false } = {}): CommandHandler {
  return (context, args) => {
    const options = sortOptions(args.slice(2), isReadOnly);
    const elements = elementsOf(context, args[1] ?? '', options);
    const ordered = options.by?.includes('*') === false ? elements : order(context, elements, options);
    const chosen = limited(ordered, options.limit);
    const found =
      options.gets.length === 0
        ? chosen
        : chosen.flatMap((element) => options.gets.map((pattern) => lookUp(context, pattern, element)));
    if (options.target === undefined) return found;
    return store(
      context,
      options.target,
      found.map((one) => one ?? ''),
    );
  };
}

function sortOptions(words: readonly Bytes[], isReadOnly: boolean): SortOptions {
  let options: SortOptions = {
    isDescending: false,
    isAlphabetic: false,
    limit: undefined,
    by: undefined,
    gets: [],
    target: undefined,
  };
  for (let position = 0; position < words.length; position++) {
    const word = words[position]?.toUpperCase();
    const [first, second] = words.slice(position + 1);
    if (word === 'ASC' || word === 'DESC') options = { ...options, isDescending: word === 'DESC' };
    else if (word === 'ALPHA') options = { ...options, isAlphabetic: true };
    else if (word === 'LIMIT' && first !== undefined && second !== undefined) {
      options = { ...options, limit: [integer(first), integer(second)] };
      position += 2;
    } else if (word === 'STORE' && !isReadOnly && first !== undefined) {
      options = { ...options, target: first };
      position++;
    } else if (word === 'BY' && first !== undefined) {
      options = { ...options, by: first };
      position++;
    } else if (word === 'GET' && first !== undefined) {
      options = { ...options, gets: [...options.gets, first] };
      position++;
    } else throw syntaxError();
  }
  return options;
}

function elementsOf(context: CommandContext, key: Bytes, { by, isDescending, target }: SortOptions): Bytes[] {
  const value = context.db.read(key);
  if (!value) return [];
  if (value.type === 'list') return value.slice();
  if (value.type === 'zset') {
    const members = value.members.map(({ member }) => member);
    return by?.includes('*') === false && isDescending ? members.reverse() : members;
  }
  if (value.type !== 'set') throw wrongType();
  // A set has no order: what is stored of it is sorted all the same.
  const members = [...value.members];
  return by?.includes('*') === false && target !== undefined ? members.sort() : members;
}

function order(context: CommandContext, elements: readonly Bytes[], options: SortOptions): Bytes[] {
  const { by, isAlphabetic, isDescending } = options;
  const keyed = elements.map((element) => {
    const text = by === undefined ? element : lookUp(context, by, element);
    return { element, text: text ?? '', weight: isAlphabetic ? 0 : weightOf(text) };
  });
  keyed.sort((a, b) => {
    const compared = isAlphabetic ? compareTexts(a.text, b.text) : a.weight - b.weight;
    // Those that weigh the same stay apart by their bytes, so that the order is always the same.
    return (
      (compared === 0 || Number.isNaN(compared) ? compareTexts(a.element, b.element) : compared) *
      (isDescending ? -1 : 1)
    );
  });
  return keyed.map(({ element }) => element);
}

function weightOf(text: Bytes | null): number {
  if (text === null) return 0;
  const weight = text === '' ? 0 : parseDouble(text);
  if (weight === undefined) {
    throw new CommandError("ERR One or more scores can't be converted into double");
  }
  return weight;
}

const compareTexts = (a: Bytes, b: Bytes): number => (a === b ? 0 : a < b ? -1 : 1);

/** The value that a pattern names for an element: `weight_*`, `object_*->field`, or `#`, the element itself. */
function lookUp(context: CommandContext, pattern: Bytes, element: Bytes): Bytes | null {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star < 0) return null;
  const arrow = pattern.indexOf('->', star);
  const hasField = arrow >= 0 && arrow + 2 < pattern.length;
  const keyPattern = hasField ? pattern.slice(0, arrow) : pattern;
  const key = keyPattern.slice(0, star) + element + keyPattern.slice(star + 1);
  const value = context.db.read(key);
  if (hasField) return value?.type === 'hash' ? (value.fields.get(pattern.slice(arrow + 2)) ?? null) : null;
  return value?.type === 'string' ? value.bytes : null;
}

function limited(elements: Bytes[], limit: SortOptions['limit']): Bytes[] {
  if (!limit) return elements;
  const offset = Math.max(0, limit[0]);
  return elements.slice(offset, limit[1] < 0 ? undefined : offset + limit[1]);
}

function store(context: CommandContext, target: Bytes, elements: readonly Bytes[]): Reply {
  const removed = context.db.delete(target);
  if (elements.length > 0) {
    context.db.set(target, new ListValue([...elements]));
    context.modified(target, 'l', 'sortstore');
  } else if (removed) context.modified(target, 'g', 'del');
  return elements.length;
}
