import type { Bytes } from '../../resp/bytes.js';
import { ok, type Reply } from '../../resp/reply.js';
import { CommandError, wrongArity } from '../../engine/command-error.js';
import type { CommandDeclarations } from '../command.js';
import { countedKeys } from '../command-facts.js';
import type { CommandContext, CommandHandler } from '../command-context.js';
import { helpOf } from '../help.js';
import { integer } from '../numbers.js';
import { showCommand } from '../tell-monitors.js';
import { keepingDatabase, scriptRun } from './script-run.js';

const plain = 'noscript stale skip_monitor no_mandatory_keys movablekeys';
const evaluates = {
  arity: -3,
  flags: `${plain} may_replicate`,
  keys: countedKeys(2),
  access: 'RW',
} as const;
const reads = { arity: -3, flags: `${plain} readonly`, keys: countedKeys(2), access: 'R', since: 7 } as const;

export const scriptCommands: CommandDeclarations = {
  eval: { ...evaluates, run: evaluate() },
  evalsha: { ...evaluates, run: evaluate({ bySha: true }) },
  eval_ro: { ...reads, run: evaluate({ isReadOnly: true }) },
  evalsha_ro: { ...reads, run: evaluate({ bySha: true, isReadOnly: true }) },
  script: { arity: -2 },
  'script|load': {
    arity: 3,
    flags: 'noscript stale',
    run: ({ engine }, [, , text = '']) => engine.scripts.load(text),
  },
  'script|exists': {
    arity: -3,
    flags: 'noscript',
    run: ({ engine }, [, , ...shas]) => shas.map((sha) => (engine.scripts.has(sha) ? 1 : 0)),
  },
  'script|flush': { arity: -2, flags: 'noscript', run: flush },
  'script|kill': {
    arity: 2,
    flags: 'noscript allow_busy',
    // A script runs to its end before anything else is read.
    run: () => {
      throw new CommandError('NOTBUSY No scripts in execution right now.');
    },
  },
  'script|debug': { arity: 3, flags: 'noscript', run: debug },
  'script|help': {
    arity: 2,
    flags: 'loading stale',
    run: helpOf('SCRIPT', {
      'DEBUG (YES|SYNC|NO)': 'Set the debug mode for subsequent scripts executed.',
      'EXISTS <sha1> [<sha1> ...]':
        'Return information about the existence of the scripts in the script cache.',
      'FLUSH [ASYNC|SYNC]':
        'Flush the Lua scripts cache. Very dangerous on replicas.\nWhen called without the optional mode argument, the behavior is determined by the\nlazyfree-lazy-user-flush configuration directive. Valid modes are:\n* ASYNC: Asynchronously flush the scripts cache.\n* SYNC: Synchronously flush the scripts cache.',
      KILL: 'Kill the currently executing Lua script.',
      'LOAD <script>': 'Load a script into the scripts cache without executing it.',
    }),
  },
};

/** The number of keys that a script is given; more arguments than that must follow. */
export function assertKeyCount(args: readonly Bytes[]): void {
  const keyCount = integer(args[2]);
  if (keyCount > args.length - 3)
    throw new CommandError("ERR Number of keys can't be greater than number of args");
  if (keyCount < 0) throw new CommandError("ERR Number of keys can't be negative");
}

function evaluate({ bySha = false, isReadOnly = false } = {}): CommandHandler {
  return (context, args) => {
    const [, script = ''] = args;
    showCommand(context, args);
    const { scripts } = context.engine;
    if (bySha && script.length !== 40) throw noScript();
    assertKeyCount(args);
    if (bySha && !scripts.has(script)) throw noScript();
    const sha = bySha ? script.toLowerCase() : scripts.load(script);
    const run = scriptRun(context, args, { isReadOnly, flags: scripts.flagsOf(sha) });
    return keepingDatabase(context, () => scripts.run(sha, run));
  };
}

const noScript = (): CommandError => new CommandError('NOSCRIPT No matching script. Please use EVAL.');

function flush({ engine, version }: CommandContext, [, , mode, ...rest]: readonly Bytes[]): Reply {
  if (rest.length > 0) throw wrongArity('script|flush');
  if (mode !== undefined && (version < 6.2 || !/^(async|sync)$/i.test(mode))) {
    throw new CommandError('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
  }
  engine.scripts.forgetAll();
  return ok;
}

/** There is no debugger in a fake. */
function debug(_context: CommandContext, [, , mode = '']: readonly Bytes[]): Reply {
  if (/^no$/i.test(mode)) return ok;
  if (/^(yes|sync)$/i.test(mode)) {
    throw new CommandError('ERR This fake Redis has no debugger of scripts: use a real server for that');
  }
  throw new CommandError('ERR Use SCRIPT DEBUG YES/SYNC/NO');
}
