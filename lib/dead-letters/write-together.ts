import { isReply } from '../redis/errors/redis-reply-error.js';
import type { CommandSender, RedisCommand, TransactionSender } from '../redis/commands/command-sender.js';
import { runScript } from '../redis/commands/run-script.js';
import { isForbidden } from '../redis/errors/error-kind.js';
import { recordDeadLetter } from '../redis/commands/lua/record-dead-letter.js';
import { mostWords } from '../redis/commands/lua/script.js';

/** What ends a message that was given up, together with the writing of its dead letter. */
export interface Acknowledgement {
  /** Finds nothing, or 0, where the message is not this consumer's any more: then nothing is written. */
  readonly look: RedisCommand;
  /** Where the first of them is refused, nothing is written either. */
  readonly commands: readonly RedisCommand[];
}

/**
 * Writes a dead letter and acknowledges its message in one step, or does neither. Where the user may run no
 * scripts, and for a message of thousands of fields, in a transaction: there the others run although one fails, so that
 * what may be wrong with the stream is asked for before.
 *
 * Resolves with the id of the letter, or with undefined where the message was not this consumer's any more.
 *
 * @param letter the XADD; it and all other commands have their key as the first argument, and all keys are in one slot
 */
export async function writeTogether(
  client: CommandSender & TransactionSender,
  letter: RedisCommand,
  acknowledgement: Acknowledgement,
): Promise<string | undefined> {
  const { look, commands } = acknowledgement;
  const all = [look, letter, ...commands];
  if (all.some(({ length }) => length > mostWords)) {
    return await writeInTransaction(client, letter, acknowledgement);
  }
  const keys = [...new Set(all.map(([, key]) => String(key)))];
  const words = all.flatMap((command) => [command.length, ...command]);
  try {
    return textOf(await runScript(client, recordDeadLetter, keys, words));
  } catch (error) {
    if (!isReply(error, 'NOPERM') || !/'eval(sha)?'/.test(error.message)) throw error;
    return await writeInTransaction(client, letter, acknowledgement);
  }
}

async function writeInTransaction(
  client: CommandSender & TransactionSender,
  letter: RedisCommand,
  { look, commands }: Acknowledgement,
): Promise<string | undefined> {
  if (!(await isFound(client, look))) return undefined;
  const [, stream = ''] = letter;
  await client.send(['XLEN', stream]).catch((error: unknown) => {
    // Who may not ask may write all the same.
    if (!isForbidden(error)) throw error;
  });
  return textOf((await client.transaction([letter, ...commands]))[0]);
}

async function isFound(client: CommandSender, look: RedisCommand): Promise<boolean> {
  try {
    const seen = await client.send(look);
    return Array.isArray(seen) ? seen.length > 0 : seen !== null && seen !== 0;
  } catch (error) {
    // With its stream or its group, a message is gone.
    if (isReply(error, 'WRONGTYPE', 'NOGROUP')) return false;
    throw error;
  }
}

function textOf(reply: unknown): string | undefined {
  return Buffer.isBuffer(reply) || typeof reply === 'string' ? reply.toString() : undefined;
}
