import type { CommandSender } from '../../connection/command-sender.js';
import { processingKeys } from './processing-keys.js';

/**
 * How many elements of a list are with the consumers of a function that takes them at least once: popped,
 * and not settled. What the dead held counts until it was taken back.
 */
export async function countProcessing(
  client: CommandSender,
  list: string,
  functionId: string,
): Promise<number> {
  const { leases, heldBy } = processingKeys(list, functionId);
  const consumers = ((await client.send(['ZRANGE', leases, 0, -1])) as Buffer[]).map(String);
  const counts = consumers.map(async (consumer) => {
    const held = heldBy(consumer);
    // The number of the last pop stands beside the elements.
    const both = [client.send(['HLEN', held]), client.send(['HEXISTS', held, 'last'])];
    const [fields = 0, hasLast = 0] = (await Promise.all(both)) as number[];
    return fields - hasLast;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
