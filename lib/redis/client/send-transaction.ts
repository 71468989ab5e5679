import { isError } from '../../errors/describe-error.js';
import type { CommandSender, RedisCommand } from '../commands/command-sender.js';
import { asReplyError } from '../errors/redis-reply-error.js';

/**
 * Sends commands as one transaction (MULTI … EXEC). They stay together because nothing else of this process runs
 * between them. Rejects with the first of their errors.
 */
export async function sendTransaction(
  client: CommandSender,
  commands: readonly RedisCommand[],
): Promise<unknown[]> {
  const queued = [['MULTI'] as const, ...commands].map((command) => client.send(command));
  const executed = client.send(['EXEC']);
  // The error of EXEC only says that there was one before it.
  const [results] = await Promise.all([Promise.allSettled(queued), executed.catch(() => undefined)]);
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected') throw refused.reason;
  const replies = (await executed) as readonly unknown[] | null;
  const failed = replies?.find(isError);
  if (failed) throw asReplyError(failed);
  return [...(replies ?? [])];
}
