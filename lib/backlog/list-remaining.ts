import type { CommandSender } from '../connection/command-sender.js';
import type { ListFunction } from '../functions/function-descriptor.js';
import type { Remaining } from './remaining.js';

/** What remains of a list function: the elements of all its lists. One command a key, for their slots may differ. */
export async function readListRemaining(descriptor: ListFunction, client: CommandSender): Promise<Remaining> {
  const lengths = await Promise.all(countedKeys(descriptor).map((key) => client.send(['LLEN', key])));
  return { remaining: lengths.reduce<number>((sum, length) => sum + Number(length), 0), isEstimate: false };
}

/** The lists that hold what remains. A list in which elements stay while they are processed belongs here, too. */
function countedKeys({ keys }: ListFunction): readonly string[] {
  return keys;
}
