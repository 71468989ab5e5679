import { isError } from '../errors/describe-error.js';
import type { Script } from '../scripts/script.js';
import type { CommandArgument, CommandSender } from './command-sender.js';

/**
 * Runs a script: by its hash (EVALSHA), and with its text (EVAL) where the server does not know it, such as
 * after a restart or a failover. A script that the server did not know has not run at all.
 */
export async function runScript(
  client: CommandSender,
  script: Script,
  keys: readonly string[],
  args: readonly CommandArgument[],
): Promise<unknown> {
  const rest = [keys.length, ...keys, ...args] as const;
  try {
    return await client.send(['EVALSHA', script.sha, ...rest]);
  } catch (error) {
    if (!(isError(error) && error.message.startsWith('NOSCRIPT'))) throw asOutsideScripts(error);
    return await client.send(['EVAL', script.text, ...rest]).catch((thrown: unknown) => {
      throw asOutsideScripts(thrown);
    });
  }
}

/** Below Redis 7 the error of a command in a script has words before it, and errors are told by how they begin. */
function asOutsideScripts(error: unknown): unknown {
  if (!isError(error)) return error;
  const inScript = /^ERR Error running script \(call to \w+\): (?:@user_script: ?\d+: )+-?(.*)$/s.exec(
    error.message,
  );
  return inScript?.[1] === undefined ? error : new Error(inScript[1], { cause: error });
}
