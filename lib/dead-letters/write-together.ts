import type { CommandSender, RedisCommand, TransactionSender } from '../connection/command-sender.js';
import { runScript } from '../connection/run-script.js';
import { isError } from '../errors/describe-error.js';
import { runInOrder } from '../scripts/run-in-order.js';

/** More words than this do not fit on the stack of a script. */
const mostWords = 5_000;

/**
 * Runs commands in one step, none of them after one that failed. Where the user may run no scripts, and for
 * a message of thousands of fields, in a transaction: there the others run although one fails.
 *
 * @param commands each with its key as its first argument; all keys in one slot
 */
export async function writeTogether(
  client: CommandSender & TransactionSender,
  commands: readonly RedisCommand[],
): Promise<void> {
  if (commands.some(({ length }) => length > mostWords)) {
    await client.transaction(commands);
    return;
  }
  const keys = [...new Set(commands.map(([, key]) => String(key)))];
  try {
    await runScript(
      client,
      runInOrder,
      keys,
      commands.flatMap((command) => [command.length, ...command]),
    );
  } catch (error) {
    if (!isError(error) || !/^NOPERM .*'eval(sha)?'/.test(error.message)) throw error;
    await client.transaction(commands);
  }
}
