import type { CommandSender } from '../redis/commands/command-sender.js';
import type { ListFunction } from '../functions/function-descriptor.js';
import { countProcessing } from '../list/at-least-once/count-processing.js';
import type { Remaining } from './remaining.js';

/**
 * What remains of a list function: of each of its lists the elements that wait, and those that consumers hold
 * there.
 */
export async function readListRemaining(descriptor: ListFunction, client: CommandSender): Promise<Remaining> {
  const counts = await Promise.all(descriptor.keys.map((key) => readListKey(key, descriptor, client)));
  return { remaining: counts.reduce((sum, { remaining }) => sum + remaining, 0), isEstimate: false };
}

/** What remains on one list of a function, and how much of it consumers hold; undefined where nothing is held. */
export async function readListKey(
  key: string,
  { delivery }: ListFunction,
  client: CommandSender,
): Promise<{ readonly remaining: number; readonly held?: number }> {
  const before = await countWaiting(key, client);
  if (delivery === 'atMostOnce') return { remaining: before };
  const held = await countProcessing(client, key);
  // An element that is popped in between counts twice for once. One that is given back in between counts by the
  // second look: to be counted nowhere would be to have nobody started for it.
  return { remaining: Math.max(before, await countWaiting(key, client)) + held, held };
}

async function countWaiting(key: string, client: CommandSender): Promise<number> {
  return Number(await client.send(['LLEN', key]));
}
