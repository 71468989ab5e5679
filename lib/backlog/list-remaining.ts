import type { CommandSender } from '../connection/command-sender.js';
import type { ListFunction } from '../functions/function-descriptor.js';
import { countProcessing } from '../list/at-least-once/count-processing.js';
import type { Remaining } from './remaining.js';

/**
 * What remains of a list function: of each of its lists the elements that wait, and those that consumers hold
 * there.
 */
export async function readListRemaining(descriptor: ListFunction, client: CommandSender): Promise<Remaining> {
  const counts = await Promise.all(descriptor.keys.map((key) => countKey(key, descriptor, client)));
  return { remaining: counts.reduce((sum, count) => sum + count, 0), isEstimate: false };
}

async function countKey(key: string, { id, delivery }: ListFunction, client: CommandSender): Promise<number> {
  const waiting = Number(await client.send(['LLEN', key]));
  if (delivery === 'atMostOnce') return waiting;
  // Asked afterwards: what is popped in between counts twice for once, and never not at all.
  return waiting + (await countProcessing(client, key, id));
}
