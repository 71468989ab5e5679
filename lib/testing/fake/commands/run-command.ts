import type { Bytes } from '../resp/bytes.js';
import { error, type Reply } from '../resp/reply.js';
import { CommandError } from '../engine/command-error.js';
import type { CommandHandler, CommandContext } from './command-context.js';

/** Runs a command; an error that it throws becomes the reply. */
export function runCommand(context: CommandContext, run: CommandHandler, args: readonly Bytes[]): Reply {
  context.engine.commandCount++;
  try {
    return run(context, args);
  } catch (problem) {
    if (problem instanceof CommandError) return error(problem.text);
    // The server lives on; who looks at its log learns what was wrong, and clients get no text of JavaScript.
    context.engine.log.warn(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
    return error(
      `ERR '${args[0] ?? ''}' met a fault of the fake Redis itself, which is told to its onWarning listeners`,
    );
  }
}
