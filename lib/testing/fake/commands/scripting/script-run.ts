import type { Bytes } from '../../resp/bytes.js';
import { error, type Reply } from '../../resp/reply.js';
import { CommandError } from '../../engine/command-error.js';
import type { ScriptRun } from '../../engine/script-run.js';
import type { ScriptFlag } from '../../lua/shebang.js';
import { usedMemory } from '../../engine/used-memory.js';
import { assertPermitted, findDenial } from '../assert-permitted.js';
import { CommandContext, type RunnableCommand } from '../command-context.js';
import { isKeptFromScripts } from '../command-facts.js';
import { integer } from '../numbers.js';
import { rememberReads } from '../remember-reads.js';
import { runCommand } from '../run-command.js';
import { assertMemory, assertWritable } from '../server-state.js';
import { tellMonitors } from '../tell-monitors.js';

/** One run of a script. */
interface Run {
  readonly context: CommandContext;
  readonly isReadOnly: boolean;
  /** Memory is not looked at: it may use it, or it was looked at when the script began. */
  readonly allowsOom: boolean;
  /** A script that has begun to write is allowed to end, also when memory is full. */
  hasWritten: boolean;
}

export interface RunOptions {
  /** Called by one of the commands that only read, such as EVAL_RO. */
  readonly isReadOnly: boolean;
  /** What the script says of itself; undefined where it says nothing. */
  readonly flags: ReadonlySet<ScriptFlag> | undefined;
}

/** numkeys key … arg …: the keys and arguments of a script, and how it runs commands. */
export function scriptRun(
  context: CommandContext,
  args: readonly Bytes[],
  { isReadOnly, flags }: RunOptions,
): ScriptRun {
  const keyCount = integer(args[2]);
  const { engine, client, commands } = context;
  if (flags) assertMayBegin(context, flags, isReadOnly);
  const inner = new CommandContext(engine, client, commands, 'script');
  const run: Run = {
    context: inner,
    isReadOnly: isReadOnly || (flags?.has('no-writes') ?? false),
    allowsOom: flags !== undefined,
    hasWritten: false,
  };
  return {
    keys: args.slice(3, 3 + keyCount),
    args: args.slice(3 + keyCount),
    now: context.now,
    call: (call) => callFromScript(run, call),
    setProtocol: (protocol) => {
      inner.scriptProtocol = protocol;
    },
    mayRun: (call) => client.user === undefined || !findDenial(client.user, commands.lookup(call), call),
  };
}

/** A SELECT in a script is for the script alone. */
export function keepingDatabase({ client }: CommandContext, act: () => Reply): Reply {
  const { database } = client;
  try {
    return act();
  } finally {
    client.database = database;
  }
}

/** A script that says what it does is refused before it begins. */
function assertMayBegin(
  { engine }: CommandContext,
  flags: ReadonlySet<ScriptFlag>,
  isReadOnly: boolean,
): void {
  const writes = !flags.has('no-writes');
  if (isReadOnly && writes) {
    throw new CommandError('ERR Can not execute a script with write flag using *_ro command.');
  }
  if (writes && engine.master && engine.config.get('replica-read-only') !== 'no') {
    throw new CommandError("READONLY You can't write against a read only replica.");
  }
  const limit = engine.config.memoryLimit;
  if (writes && !flags.has('allow-oom') && limit > 0 && usedMemory(engine.databases) > limit) {
    throw new CommandError("OOM command not allowed when used memory > 'maxmemory'.");
  }
}

function callFromScript(run: Run, args: readonly Bytes[]): Reply {
  const { client, engine } = run.context;
  try {
    const command = commandOf(run.context, args);
    if (isKeptFromScripts(command, engine.version))
      throw new CommandError('ERR This Redis command is not allowed from script');
    if (client.user) assertPermitted(client.user, command, args, { engine, client, context: 'lua' });
    const writes = command.flags.has('write');
    if (writes && run.isReadOnly) {
      throw new CommandError('ERR Write commands are not allowed from read-only scripts.');
    }
    if (!run.hasWritten && !run.allowsOom) assertMemory(engine, command, client);
    assertWritable(engine, command, client);
    run.hasWritten ||= writes;
    const reply = runCommand(run.context, command.run, args);
    rememberReads(engine, client, command, args);
    tellMonitors(run.context, command, args);
    return reply;
  } catch (problem) {
    if (problem instanceof CommandError) return error(problem.text);
    throw problem;
  }
}

/** Redis has texts of its own for a command that a script gets wrong. */
function commandOf({ commands, version, engine }: CommandContext, args: readonly Bytes[]): RunnableCommand {
  try {
    return commands.lookup(args);
  } catch (problem) {
    if (!(problem instanceof CommandError)) throw problem;
    if (/^ERR [Uu]nknown (sub)?command/.test(problem.text)) {
      if (engine.valkeyVersion !== undefined)
        throw new CommandError('ERR Unknown command called from script');
      throw new CommandError(
        `ERR Unknown Redis command called from ${version >= 7 ? 'script' : 'Lua script'}`,
      );
    }
    if (/^ERR wrong number/.test(problem.text)) {
      throw new CommandError(
        `ERR Wrong number of args calling Redis command from ${version >= 7 ? 'script' : 'script'}`,
      );
    }
    throw problem;
  }
}
