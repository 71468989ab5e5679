import { toBytes, type Bytes } from '../resp/bytes.js';
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
    // A fault of the fake itself, or of a script's equivalent, is told to the client that met it; the server lives on.
    return error(`ERR ${toBytes(problem instanceof Error ? problem.message : String(problem))}`);
  }
}
