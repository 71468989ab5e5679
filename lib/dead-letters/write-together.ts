import type { CommandSender, RedisCommand, TransactionSender } from '../connection/command-sender.js';
import { runScript } from '../connection/run-script.js';
import { isForbidden } from '../connection/error-kind.js';
import { isError } from '../errors/describe-error.js';
import { runInOrder } from '../scripts/run-in-order.js';
import { mostWords } from '../scripts/script.js';

/**
 * Runs commands in one step, none of them after one that failed. Where the user may run no scripts, and for
 * a message of thousands of fields, in a transaction: there the others run although one fails, so that what may be
 * wrong with the stream is asked for before.
 *
 * Resolves with the reply to the first.
 *
 * @param commands the first adds to a stream; each with its key as its first argument, all keys in one slot
 */
export async function writeTogether(
  client: CommandSender & TransactionSender,
  commands: readonly RedisCommand[],
): Promise<unknown> {
  if (commands.some(({ length }) => length > mostWords)) {
    return await writeInTransaction(client, commands);
  }
  const keys = [...new Set(commands.map(([, key]) => String(key)))];
  try {
    return await runScript(
      client,
      runInOrder,
      keys,
      commands.flatMap((command) => [command.length, ...command]),
    );
  } catch (error) {
    if (!isError(error) || !/^NOPERM .*'eval(sha)?'/.test(error.message)) throw error;
    return await writeInTransaction(client, commands);
  }
}

async function writeInTransaction(
  client: CommandSender & TransactionSender,
  commands: readonly RedisCommand[],
): Promise<unknown> {
  const [, stream] = commands[0] ?? [];
  if (stream === undefined) return undefined;
  await client.send(['XLEN', stream]).catch((error: unknown) => {
    // Who may not ask may write all the same.
    if (!isForbidden(error)) throw error;
  });
  return (await client.transaction(commands))[0];
}
