import type { CommandSender } from '../../redis/commands/command-sender.js';
import { heldKey, isElementField } from './held-key.js';

/**
 * How many elements of a list are held: popped, and not settled, whichever function has them. What the dead held counts
 * until it was given back. Only names are read, no bodies.
 */
export async function countProcessing(client: CommandSender, list: string): Promise<number> {
  const fields = (await client.send(['HKEYS', heldKey(list)])) as Buffer[];
  return fields.reduce((count, field) => count + Number(isElementField(field.toString('latin1'))), 0);
}
