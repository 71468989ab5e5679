import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import { countProcessing } from '../../list/at-least-once/count-processing.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { sameSlotKey } from '../../redis/commands/same-slot-key.js';
import { RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import { findLeftoverGroups } from '../../runtime/start/leftover-groups.js';
import { formatCount } from '../frame/table.js';
import { scanKeys } from '../redis-alone/scan-keys.js';
import { finding, type Finding } from './finding.js';
import { countDelayedFor, unmovedKeys, unmovedText } from './unmoved-delayed.js';

/** A connection, and each master of a cluster, or the one server. */
export interface ConnectedServers {
  readonly client: CommandSender;
  readonly masters: readonly CommandSender[];
}

/**
 * What functions that have another id now left behind beside the keys of this program: consumer groups that nobody reads,
 * dead letters, elements that are held of a list that no function reads at least once, and delayed messages that nobody moves.
 */
export async function checkLeftBehind(
  functions: readonly FunctionDescriptor[],
  { client, masters }: ConnectedServers,
): Promise<Finding[]> {
  const looks = [groupsLeft, lettersLeft, elementsLeft, delayedLeft].map(async (look) => {
    try {
      return await look(functions, client, masters);
    } catch (error) {
      // It is only a hint: a user that may not look finds nothing.
      if (error instanceof RedisReplyError) return [];
      throw error;
    }
  });
  return (await Promise.all(looks)).flat();
}

async function groupsLeft(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const streams = functions.filter((each) => each.kind === 'stream');
  const findings: Finding[] = [];
  for (const key of new Set(streams.flatMap(({ keys }) => keys))) {
    const readers = streams.filter(({ keys }) => keys.includes(key));
    for (const { name, pending } of await findLeftoverGroups(key, readers, client, Date.now()).catch(
      noneOf,
    )) {
      const what = `nobody reads the consumer group ${name}, which has ${counted(pending, 'pending entry', 'pending entries')} and no function here`;
      const remedy = `If its function was renamed, give it \`name: '${name}'\`; else run XGROUP DESTROY ${key} ${name}.`;
      findings.push(finding('LEFT_BEHIND', key, what, remedy));
    }
  }
  return findings;
}

async function lettersLeft(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
  masters: readonly CommandSender[],
): Promise<Finding[]> {
  const ids = new Set(functions.map(({ id }) => id));
  const findings: Finding[] = [];
  for (const source of new Set(functions.flatMap((each) => sourcesOf(each)))) {
    const prefix = sameSlotKey(source, 'dead-letter', '');
    for (const key of await scanKeys(masters, ['MATCH', `${prefix.replaceAll(/[*?[\]\\]/g, '\\$&')}*`])) {
      const id = key.slice(prefix.length);
      const count = ids.has(id) ? 0 : Number(await client.send(['XLEN', key]));
      if (count === 0) continue;
      const what = `${counted(count, 'dead letter is', 'dead letters are')} kept for ${id}, which is no function here`;
      const remedy = `If it was renamed, give the function \`name: '${id}'\` and replay them; else run DEL ${key}.`;
      findings.push(finding('LEFT_BEHIND', source, what, remedy));
    }
  }
  return findings;
}

async function elementsLeft(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const lists = functions.filter((each) => each.kind === 'list');
  const safe = new Set(
    lists.filter(({ delivery }) => delivery === 'atLeastOnce').flatMap(({ keys }) => keys),
  );
  const findings: Finding[] = [];
  for (const key of new Set(lists.flatMap(({ keys }) => keys))) {
    const held = safe.has(key) ? 0 : await countProcessing(client, key);
    if (held === 0) continue;
    const what = `${counted(held, 'element is', 'elements are')} held of this list, and no function here reads it at least once`;
    const remedy =
      "Run a function with `delivery: 'atLeastOnce'` on it once: it puts back what nobody settles.";
    findings.push(finding('LEFT_BEHIND', key, what, remedy));
  }
  return findings;
}

function counted(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

async function delayedLeft(
  functions: readonly FunctionDescriptor[],
  client: CommandSender,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const key of unmovedKeys(functions)) {
    const count = await countDelayedFor(key, client);
    if (count === 0) continue;
    const remedy =
      'Set `delayed: true` on a function that reads it, or use a definition; see docs/delayed.md.';
    findings.push(finding('LEFT_BEHIND', key, unmovedText(count, key), remedy));
  }
  return findings;
}

/** A stream that is not there has no groups. */
function noneOf(error: unknown): [] {
  if (error instanceof RedisReplyError) return [];
  throw error;
}
