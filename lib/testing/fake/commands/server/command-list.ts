import type { Bytes } from '../../resp/bytes.js';
import { nullArray, setOf, simple, type Reply } from '../../resp/reply.js';
import { CommandError, syntaxError } from '../../engine/command-error.js';
import { matchesGlob } from '../../engine/glob.js';
import type { CommandDeclarations } from '../command.js';
import { fitsArity, isKeptFromScripts, keysOf, type CommandFacts } from '../command-facts.js';
import type { CommandContext, CommandSet } from '../command-context.js';
import { documentation } from './command-docs.js';

const plain = { flags: 'loading stale', categories: 'connection' } as const;

export const commandListCommands: CommandDeclarations = {
  command: {
    arity: -1,
    ...plain,
    run: (context) => context.commands.all().map(describe(context)),
  },
  'command|count': { arity: 2, ...plain, run: ({ commands }) => commands.all().length },
  'command|list': { arity: -2, ...plain, since: 7, run: listNames },
  'command|info': { arity: -2, ...plain, run: inspect },
  'command|docs': { arity: -2, ...plain, since: 7, run: documentation },
  'command|getkeys': {
    arity: -3,
    arityBefore: [
      [7, -3],
      [8, -4],
    ],
    ...plain,
    run: getKeys,
  },
};

function inspect(context: CommandContext, [, , ...names]: readonly Bytes[]): Reply {
  const { commands } = context;
  if (names.length === 0) return context.version >= 7 ? commands.all().map(describe(context)) : [];
  return names.map((name) => {
    const command = commands.get(name);
    return command ? describe(context)(command) : context.version >= 7 ? null : nullArray;
  });
}

/** LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]: of subcommands too. */
function listNames({ commands }: CommandContext, [, , ...filter]: readonly Bytes[]): Reply {
  const all = commands.all().flatMap((command) => [command, ...commands.subcommandsOf(command.name)]);
  if (filter.length === 0) return all.map(({ name }) => name);
  const [filterBy, kind = '', value = ''] = filter;
  if (filter.length !== 3 || filterBy?.toUpperCase() !== 'FILTERBY') throw syntaxError();
  const fits = nameFilters[kind.toUpperCase()];
  if (!fits) throw syntaxError();
  return all.filter((command) => fits(command, value)).map(({ name }) => name);
}

const nameFilters: Readonly<Record<string, (command: CommandFacts, value: Bytes) => boolean>> = {
  MODULE: () => false,
  ACLCAT: ({ categories }, category) => categories.has(category.toLowerCase()),
  PATTERN: ({ name }, pattern) => matchesGlob(pattern, name, { ignoreCase: true }),
};

function getKeys({ commands, version }: CommandContext, [, , ...call]: readonly Bytes[]): Reply {
  const named = commands.get(call[0] ?? '');
  const hasSubcommands = named && commands.subcommandsOf(named.name).length > 0;
  const command = hasSubcommands && call.length > 1 ? commands.get(`${named.name}|${call[1] ?? ''}`) : named;
  if (!command) throw new CommandError('ERR Invalid command specified');
  if (Array.isArray(command.keys) && command.keys[0] === 0) {
    throw new CommandError('ERR The command has no key arguments');
  }
  if (!fitsArity(command.arity, call.length)) {
    throw new CommandError('ERR Invalid number of arguments specified for command');
  }
  const keys = keysOf(command, call);
  if (keys.length > 0 || (version >= 7 && command.flags.has('no_mandatory_keys'))) return [...keys];
  throw new CommandError('ERR Invalid arguments specified for command');
}

function shownFlags(command: CommandFacts, version: number): string[] {
  const hidden = new Set(['may_replicate', ...(isKeptFromScripts(command, version) ? [] : ['noscript'])]);
  const shown = [...command.flags].filter((flag) => !hidden.has(flag));
  return blocksSince(command, version) ? [...shown, 'blocking'] : shown;
}

/** WAIT is told to block since 7.2. */
const blocksSince = ({ name }: CommandFacts, version: number): boolean => name === 'wait' && version >= 7.2;

/** Since 7.0 a container that does nothing by itself leaves the categories to its subcommands. */
function categoriesOf(command: CommandFacts, commands: CommandSet, version: number): string[] {
  const { name, categories } = command;
  const isContainer = name !== 'command' && commands.subcommandsOf(name).length > 0;
  if (isContainer) return ['slow'];
  return [...categories, ...(blocksSince(command, version) ? ['blocking'] : [])].sort();
}

/** Where some commands say that keys are, although more of them stand elsewhere, or channels are there. */
const otherPlaces: Readonly<Record<string, readonly [first: number, last: number, step: number]>> = {
  georadius: [1, 1, 1],
  georadiusbymember: [1, 1, 1],
  sort: [1, 1, 1],
  zunionstore: [1, 1, 1],
  zinterstore: [1, 1, 1],
  zdiffstore: [1, 1, 1],
  ssubscribe: [1, -1, 1],
  sunsubscribe: [1, -1, 1],
  spublish: [1, 1, 1],
};

function shownPlaces({ name, keys }: CommandFacts): readonly [first: number, last: number, step: number] {
  return otherPlaces[name] ?? (typeof keys === 'function' ? [0, 0, 0] : keys);
}

function describe({
  commands,
  version,
}: Pick<CommandContext, 'commands' | 'version'>): (command: CommandFacts) => Reply {
  return (command) => {
    const [first, last, step] = shownPlaces(command);
    const flags = setOf(shownFlags(command, version).map(simple));
    const categories = setOf(categoriesOf(command, commands, version).map((name) => simple(`@${name}`)));
    const description: Reply[] = [command.name, command.arity, flags, first, last, step, categories];
    if (version < 7) return description;
    return [
      ...description,
      setOf([]),
      [],
      commands.subcommandsOf(command.name).map(describe({ commands, version })),
    ];
  };
}
