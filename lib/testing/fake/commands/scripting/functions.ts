import type { Bytes } from '../../resp/bytes.js';
import { fields, ok, setOf, simple, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax } from '../../engine/command-error.js';
import { matchesGlob } from '../../engine/glob.js';
import type { CommandDeclarations } from '../command.js';
import { countedKeys } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { helpOf } from '../help.js';
import { parseInteger } from '../numbers.js';
import { showCommand } from '../tell-monitors.js';
import { keepingDatabase, scriptRun } from './script-run.js';
import { assertKeyCount } from './scripts.js';

const calls = { arity: -3, keys: countedKeys(2), since: 7 } as const;
const plain = 'noscript stale skip_monitor no_mandatory_keys movablekeys';

export const functionCommands: CommandDeclarations = {
  fcall: { ...calls, flags: `${plain} may_replicate`, access: 'RW', run: invoke() },
  fcall_ro: { ...calls, flags: `${plain} readonly`, access: 'R', run: invoke({ isReadOnly: true }) },
  function: { arity: -2, since: 7 },
  'function|load': { arity: -3, flags: 'write denyoom noscript', since: 7, run: load },
  'function|delete': { arity: 3, flags: 'write noscript', since: 7, run: remove },
  'function|flush': { arity: -2, flags: 'write noscript', since: 7, run: flush },
  'function|list': { arity: -2, flags: 'noscript', since: 7, run: list },
  'function|stats': { arity: 2, flags: 'noscript allow_busy', since: 7, run: describeEngines },
  'function|kill': {
    arity: 2,
    flags: 'noscript allow_busy',
    since: 7,
    run: () => {
      throw new CommandError('NOTBUSY No scripts in execution right now.');
    },
  },
  'function|help': {
    arity: 2,
    flags: 'loading stale',
    since: 7,
    run: helpOf('FUNCTION', {
      'LOAD [REPLACE] <FUNCTION CODE>': 'Create a new library with the given library name and code.',
      'DELETE <LIBRARY NAME>': 'Delete the given library.',
      'LIST [LIBRARYNAME PATTERN] [WITHCODE]':
        'Return general information on all the libraries:\n* Library name\n* The engine used to run the Library\n* Library description\n* Functions list\n* Library code (if WITHCODE is given)\nIt also possible to get only function that matches a pattern using LIBRARYNAME argument.',
      STATS:
        'Return information about the current function running:\n* Function name\n* Command used to run the function\n* Duration in MS that the function is running\nIf no function is running, return nil\nIn addition, returns a list of available engines.',
      KILL: 'Kill the current running function.',
      'FLUSH [ASYNC|SYNC]':
        'Delete all the libraries.\nWhen called without the optional mode argument, the behavior is determined by the\nlazyfree-lazy-user-flush configuration directive. Valid modes are:\n* ASYNC: Asynchronously flush the libraries.\n* SYNC: Synchronously flush the libraries.',
      DUMP: 'Return a serialized payload representing the current libraries, can be restored using FUNCTION RESTORE command',
      'RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]':
        'Restore the libraries represented by the given payload, it is possible to give a restore policy to\ncontrol how to handle existing libraries (default APPEND):\n* FLUSH: delete all existing libraries.\n* APPEND: appends the restored libraries to the existing libraries. On collision, abort.\n* REPLACE: appends the restored libraries to the existing libraries, On collision, replace the old\n  libraries with the new libraries (notice that even on this option there is a chance of failure\n  in case of functions name conflict with another library).',
    }),
  },
};

function invoke({ isReadOnly = false } = {}): CommandHandler {
  return (context, args) => {
    const [, name = ''] = args;
    showCommand(context, args);
    const { functions } = context.engine.scripts;
    const found = functions.get(name);
    if (!found) throw new CommandError('ERR Function not found');
    if (parseInteger(args[2]) === undefined) throw new CommandError('ERR Bad number of keys provided');
    assertKeyCount(args);
    const { flags } = found;
    return keepingDatabase(context, () =>
      functions.invoke(found.name, scriptRun(context, args, { isReadOnly, flags })),
    );
  };
}

function load({ engine }: CommandContext, [, , ...words]: readonly Bytes[]): Reply {
  const options = words.slice(0, -1);
  const unknown = options.find((word) => word.toUpperCase() !== 'REPLACE');
  if (unknown !== undefined) throw new CommandError(`ERR Unknown option given: ${unknown}`);
  return engine.scripts.functions.load(words.at(-1) ?? '', { replaces: options.length > 0 });
}

function remove({ engine }: CommandContext, [, , name = '']: readonly Bytes[]): Reply {
  if (!engine.scripts.functions.delete(name)) throw new CommandError('ERR Library not found');
  return ok;
}

function flush({ engine }: CommandContext, [, name = '', mode, ...rest]: readonly Bytes[]): Reply {
  if (rest.length > 0) throw subcommandSyntax('FUNCTION', name, engine.version);
  if (mode !== undefined && !/^(async|sync)$/i.test(mode)) {
    throw new CommandError('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
  }
  engine.scripts.functions.flush();
  return ok;
}

function list({ engine }: CommandContext, [, , ...words]: readonly Bytes[]): Reply {
  let pattern: Bytes | undefined;
  let withCode = false;
  for (let position = 0; position < words.length; position++) {
    const word = (words[position] ?? '').toUpperCase();
    if (word === 'WITHCODE' && !withCode) withCode = true;
    else if (word === 'LIBRARYNAME' && pattern === undefined) {
      pattern = words[++position];
      if (pattern === undefined) throw new CommandError('ERR library name argument was not given');
    } else throw new CommandError(`ERR Unknown argument ${words[position] ?? ''}`);
  }
  return engine.scripts.functions
    .all()
    .filter(({ name }) => pattern === undefined || matchesGlob(pattern, name, { ignoreCase: true }))
    .map(({ name, code, functions }) =>
      fields({
        library_name: name,
        engine: 'LUA',
        functions: [...functions.values()].map((one) =>
          fields({
            name: one.name,
            description: one.description ?? null,
            flags: setOf([...one.flags].map(simple)),
          }),
        ),
        ...(withCode && { library_code: code }),
      }),
    );
}

function describeEngines({ engine }: CommandContext): Reply {
  const libraries = engine.scripts.functions.all();
  const count = libraries.reduce((sum, { functions }) => sum + functions.size, 0);
  return fields({
    running_script: null,
    engines: fields({ LUA: fields({ libraries_count: libraries.length, functions_count: count }) }),
  });
}
