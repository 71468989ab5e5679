import { isError } from '../../errors/describe-error.js';
import type { CommandSender, RedisCommand } from '../commands/command-sender.js';
import { asReplyError } from '../errors/redis-reply-error.js';

/**
 * Sends commands as one transaction (MULTI … EXEC). Nothing comes between them, because all are sent in one turn of the
 * event loop. Rejects with the first of their errors.
 */
export async function sendTransaction(
  client: CommandSender,
  commands: readonly RedisCommand[],
): Promise<unknown[]> {
  const queued = [['MULTI'] as const, ...commands].map((command) => client.send(command));
  const executed = client.send(['EXEC']);
  // The error of EXEC only says that there was an earlier one.
  const [results] = await Promise.all([Promise.allSettled(queued), executed.catch(() => undefined)]);
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected') throw refused.reason;
  const replies = (await executed) as readonly unknown[] | null;
  const failed = replies?.find(isError);
  if (failed) throw asReplyError(failed);
  return [...(replies ?? [])];
}
