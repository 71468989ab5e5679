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
    // The number of the last pop stands beside the elements, and which of them runs by itself.
    const beside = ['last', 'alone'].map((field) => client.send(['HEXISTS', held, field]));
    const [fields = 0, ...others] = (await Promise.all([client.send(['HLEN', held]), ...beside])) as number[];
    return others.reduce((count, other) => count - other, fields);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
