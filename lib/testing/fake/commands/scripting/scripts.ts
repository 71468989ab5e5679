import type { Bytes } from '../../resp/bytes.js';
import { error, ok, type Reply } from '../../resp/reply.js';
import { CommandError, wrongArity } from '../../engine/command-error.js';
import { assertPermitted } from '../assert-permitted.js';
import type { CommandDeclarations } from '../command.js';
import { countedKeys } from '../command-facts.js';
import { CommandContext, type CommandHandler } from '../command-context.js';
import { integer } from '../numbers.js';
import { rememberReads } from '../remember-reads.js';
import { runCommand } from '../run-command.js';
import { assertMemory, assertWritable } from '../server-state.js';

const plain = 'noscript stale skip_monitor no_mandatory_keys movablekeys may_replicate';

export const scriptCommands: CommandDeclarations = {
  eval: { arity: -3, flags: plain, keys: countedKeys(2), access: 'RW', run: evaluate() },
  evalsha: { arity: -3, flags: plain, keys: countedKeys(2), access: 'RW', run: evaluate({ bySha: true }) },
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
};

function evaluate({ bySha = false } = {}): CommandHandler {
  return (context, args) => {
    const [, script = '', count] = args;
    if (bySha && script.length !== 40) throw noScript();
    const keyCount = integer(count);
    if (keyCount > args.length - 3)
      throw new CommandError("ERR Number of keys can't be greater than number of args");
    if (keyCount < 0) throw new CommandError("ERR Number of keys can't be negative");
    const { scripts } = context.engine;
    if (bySha && !scripts.has(script)) throw noScript();
    const sha = bySha ? script : scripts.load(script);
    const { engine, client, commands } = context;
    const run = { context: new CommandContext(engine, client, commands, 'script'), hasWritten: false };
    return scripts.run(sha, {
      keys: args.slice(3, 3 + keyCount),
      args: args.slice(3 + keyCount),
      now: context.now,
      call: (call) => callFromScript(run, call),
    });
  };
}

const noScript = (): CommandError => new CommandError('NOSCRIPT No matching script. Please use EVAL.');

/** One run of a script. */
interface Run {
  readonly context: CommandContext;
  /** A script that has begun to write is allowed to end, also when memory is full. */
  hasWritten: boolean;
}

function callFromScript(run: Run, args: readonly Bytes[]): Reply {
  const { client, engine, commands } = run.context;
  try {
    const command = commands.lookup(args);
    if (command.flags.has('noscript'))
      throw new CommandError('ERR This Redis command is not allowed from script');
    if (client.user) assertPermitted(client.user, command, args, engine.version);
    if (!run.hasWritten) assertMemory(engine, command, client);
    assertWritable(engine, command, client);
    run.hasWritten ||= command.flags.has('write');
    const reply = runCommand(run.context, command.run, args);
    rememberReads(engine, client, command, args);
    return reply;
  } catch (problem) {
    if (problem instanceof CommandError) return error(problem.text);
    throw problem;
  }
}

function flush({ engine, version }: CommandContext, [, , mode, ...rest]: readonly Bytes[]): Reply {
  if (rest.length > 0) throw wrongArity('script|flush');
  if (mode !== undefined && (version < 6.2 || !/^(async|sync)$/i.test(mode))) {
    throw new CommandError('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
  }
  engine.scripts.forgetAll();
  return ok;
}
