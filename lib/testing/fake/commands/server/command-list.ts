import type { Bytes } from '../../resp/bytes.js';
import { mapOf, nullArray, setOf, simple, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { keysOf, type CommandFacts } from '../command-facts.js';
import type { CommandContext } from '../command-context.js';

const plain = 'loading stale';

export const commandListCommands: CommandDeclarations = {
  command: {
    arity: -1,
    flags: plain,
    run: (context) => context.commands.all().map(describe(context)),
  },
  'command|count': { arity: 2, flags: plain, run: ({ commands }) => commands.all().length },
  'command|list': {
    arity: -2,
    flags: plain,
    since: 7,
    run: ({ commands }) => commands.all().map(({ name }) => name),
  },
  'command|info': { arity: -2, flags: plain, run: inspect },
  'command|docs': { arity: -2, flags: plain, since: 7, run: documentation },
  'command|getkeys': { arity: -3, flags: plain, run: getKeys },
};

function inspect(context: CommandContext, [, , ...names]: readonly Bytes[]): Reply {
  const { commands } = context;
  if (names.length === 0) return context.version >= 7 ? commands.all().map(describe(context)) : [];
  return names.map((name) => {
    const command = commands.get(name);
    return command ? describe(context)(command) : context.version >= 7 ? null : nullArray;
  });
}

/** There is no documentation in a fake; what there is has the form of it. */
function documentation({ commands }: CommandContext, [, , ...names]: readonly Bytes[]): Reply {
  const chosen = names.length === 0 ? commands.all() : names.flatMap((name) => commands.get(name) ?? []);
  return mapOf(
    chosen.map(
      ({ name, since }) =>
        [name, mapOf([['since', since <= 6 ? '1.0.0' : `${since.toFixed(1)}.0`]])] as const,
    ),
  );
}

function getKeys({ commands }: CommandContext, [, , ...call]: readonly Bytes[]): Reply {
  const command = commands.get(call[0] ?? '');
  if (!command) throw new CommandError('ERR Invalid command specified');
  const keys = keysOf(command, call);
  if (keys.length === 0) throw new CommandError('ERR The command has no key arguments');
  return [...keys];
}

function describe({
  commands,
  version,
}: Pick<CommandContext, 'commands' | 'version'>): (command: CommandFacts) => Reply {
  return (command) => {
    const [first, last, step] = typeof command.keys === 'function' ? [0, 0, 0] : command.keys;
    const flags = setOf([...command.flags].map(simple));
    const categories = setOf([...command.categories].sort().map((name) => simple(`@${name}`)));
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
