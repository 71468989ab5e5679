import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isForbidden } from '../../redis/errors/error-kind.js';
import { runScript } from '../../redis/commands/run-script.js';
import { compareIds } from '../../redis/commands/stream-reply.js';
import { dropMissingEntries } from '../../redis/commands/lua/drop-missing-entries.js';

/** The most ids in one call of the script. */
const mostNamed = 1_000;

/** What became of entries that were looked for in their stream. */
export interface DroppedEntries {
  /** The ids of those that are there. */
  readonly left: readonly string[];
  /** How many of the others were pending until they were dropped now. */
  readonly count: number;
}

/**
 * Ends what is pending for entries that are not in their stream any more. Where scripts are forbidden only what is
 * missing from the front of the stream is found: to ask for each entry would take longer than to claim them all.
 *
 * @param ids in order
 */
export async function dropMissing(
  client: CommandSender,
  group: string,
  key: string,
  ids: readonly string[],
): Promise<DroppedEntries> {
  try {
    return await dropByScript(client, group, key, ids);
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
  const first = await firstId(client, key);
  const trimmed = ids.filter((id) => first === undefined || compareIds(id, first) < 0);
  const count = trimmed.length > 0 ? Number(await client.send(['XACK', key, group, ...trimmed])) : 0;
  return { left: without(ids, new Set(trimmed)), count };
}

async function dropByScript(
  client: CommandSender,
  group: string,
  key: string,
  ids: readonly string[],
): Promise<DroppedEntries> {
  const missing = new Set<string>();
  let count = 0;
  // Asks for the first entry alone at first, because most often none is missing and naming them all takes a while.
  for (let from = 0, most = 1; from < ids.length; most = mostNamed) {
    const args = [group, ...ids.slice(from, from + most)];
    const reply = await runScript(client, dropMissingEntries, [key], args);
    const [found, dropped, looked] = reply as [Buffer[], number, number];
    for (const id of found) missing.add(id.toString());
    count += dropped;
    if (looked < 0) break;
    from += looked;
  }
  return { left: without(ids, missing), count };
}

function without(ids: readonly string[], missing: ReadonlySet<string>): readonly string[] {
  return missing.size === 0 ? ids : ids.filter((id) => !missing.has(id));
}

/** The id of the first entry of a stream, or undefined where it is empty; the smallest where the user may not ask. */
async function firstId(client: CommandSender, key: string): Promise<string | undefined> {
  try {
    const [first] = (await client.send(['XRANGE', key, '-', '+', 'COUNT', 1])) as [Buffer][];
    return first?.[0].toString();
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return '0-0';
  }
}
