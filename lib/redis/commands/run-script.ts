import { isReply, RedisReplyError } from '../errors/redis-reply-error.js';
import type { Script } from './lua/script.js';
import type { CommandArgument, CommandSender } from './command-sender.js';
import { isForbidden } from '../errors/error-kind.js';

/** With an argument of so many bytes the text of a script weighs nothing, and to send the argument twice a lot. */
const isLarge = 64 * 1024;

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
    if (args.some((each) => typeof each !== 'number' && each.length >= isLarge)) {
      return await client.send(['EVAL', script.text, ...rest]);
    }
    return await client.send(['EVALSHA', script.sha, ...rest]);
  } catch (error) {
    if (!isReply(error, 'NOSCRIPT')) throw asOutsideScripts(error);
    return await client.send(['EVAL', script.text, ...rest]).catch((thrown: unknown) => {
      throw asOutsideScripts(thrown);
    });
  }
}

/** The same; resolves with undefined where the user may not run it. */
export async function runScriptIfPermitted(
  client: CommandSender,
  script: Script,
  keys: readonly string[],
  args: readonly CommandArgument[],
): Promise<unknown> {
  try {
    return await runScript(client, script, keys, args);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return undefined;
  }
}

/**
 * The error that the command in the script would have met outside, because errors are told by how they begin: below
 * Redis 7 there are words before it, and a missing permission is told in other words.
 */
function asOutsideScripts(error: unknown): unknown {
  if (!(error instanceof RedisReplyError)) return error;
  const inScript = /^ERR Error running script \(call to \w+\): (?:@user_script: ?\d+: )+-?(.*)$/s.exec(
    error.message,
  );
  const message = inScript?.[1] ?? error.message;
  const isForbidden = /^(?:ERR )?(?:The user executing the script can't|ACL failure in script:) /.test(
    message,
  );
  if (isForbidden) return new RedisReplyError(`NOPERM ${message.replace(/^ERR /, '')}`, { cause: error });
  return inScript ? new RedisReplyError(message, { cause: error }) : error;
}
