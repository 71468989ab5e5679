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
 * @param commands the first adds to a stream; each with its key as its first argument, all keys in one slot
 */
export async function writeTogether(
  client: CommandSender & TransactionSender,
  commands: readonly RedisCommand[],
): Promise<void> {
  if (commands.some(({ length }) => length > mostWords)) {
    await writeInTransaction(client, commands);
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
    await writeInTransaction(client, commands);
  }
}

async function writeInTransaction(
  client: CommandSender & TransactionSender,
  commands: readonly RedisCommand[],
): Promise<void> {
  const [, stream] = commands[0] ?? [];
  if (stream === undefined) return;
  await client.send(['XLEN', stream]).catch((error: unknown) => {
    // Who may not ask may write all the same.
    if (!isForbidden(error)) throw error;
  });
  await client.transaction(commands);
}
