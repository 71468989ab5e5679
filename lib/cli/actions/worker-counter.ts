import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { RedisReplyError } from '../../redis/errors/redis-reply-error.js';

/**
 * Counts the processes that listen for a function, by the names that their connections have on the server (CLIENT LIST)
 * and by who subscribes (PUBSUB NUMSUB). Undefined where that cannot be told: without the right to ask, for a pattern, and
 * where reads share a connection.
 */
export function workerCounter(
  client: CommandSender,
): (descriptor: FunctionDescriptor) => Promise<number | undefined> {
  let names: Promise<ReadonlyMap<string, number> | undefined> | undefined;
  return async (descriptor) => {
    if (descriptor.kind === 'pubsub') return countSubscribers(descriptor, client);
    if (!descriptor.blocking) return undefined;
    names ??= ifPermitted(async () => countNames(String(await client.send(['CLIENT', 'LIST']))));
    const counts = await names;
    return counts && (counts.get(`redis-triggers:${descriptor.id}`.replace(/[^!-~]/g, '_')) ?? 0);
  };
}

async function countSubscribers(
  { channel, pattern, sharded }: Extract<FunctionDescriptor, { kind: 'pubsub' }>,
  client: CommandSender,
): Promise<number | undefined> {
  if (pattern) return undefined;
  return ifPermitted(async () => {
    const command = sharded ? 'SHARDNUMSUB' : 'NUMSUB';
    const [, count] = (await client.send(['PUBSUB', command, channel])) as readonly unknown[];
    return Number(count);
  });
}

/** How many connections have each name. */
function countNames(list: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of list.matchAll(/ name=(\S+)/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

async function ifPermitted<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RedisReplyError) return undefined;
    throw error;
  }
}
