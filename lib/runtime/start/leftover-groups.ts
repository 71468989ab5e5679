import { readGroups, type GroupState } from '../../backlog/group-state.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { looksMinified } from '../../functions/looks-minified.js';

const hourInMs = 60 * 60 * 1_000;

/** A consumer of this library says every few seconds that it lives; one of a job that runs now and then may not. */
const deadAfterInMs = hourInMs;

/** Nobody reads a group that has entries to read, and did not read any for so long. */
const unreadAfterInMs = 24 * hourInMs;

/** So many groups of a stream are looked at more closely. */
const mostGroups = 20;

/** `Class.method`, as groups are called unless somebody chose a name: what has another name is none of ours. */
const defaultName = /^[A-Za-z_$][\w$]*\.[A-Za-z_$][\w$]*$/;

/** Entry ids below this (September 2001) are no times, but somebody's own numbers. */
const firstTime = 1e12;

/** A consumer group of a stream that no function of this program has, and that nobody seems to read. */
export interface LeftoverGroup extends Pick<GroupState, 'name' | 'pending' | 'lag'> {
  readonly key: string;
}

/**
 * The groups of a stream that were probably left behind by a function that has another id now.
 *
 * @param functions those of this program that read the stream
 * @param now the present time, in milliseconds since 1970
 */
export async function findLeftoverGroups(
  key: string,
  functions: readonly StreamFunction[],
  client: CommandSender,
  now: number,
): Promise<LeftoverGroup[]> {
  const own = new Set(functions.map(({ consumerGroup }) => consumerGroup));
  const minified = new Set(functions.filter(looksMinified).map(({ id }) => methodOf(id)));
  const others = (await readGroups(key, client)).filter(
    ({ name }) => !own.has(name) && defaultName.test(name),
  );
  const leftover: LeftoverGroup[] = [];
  for (const group of others.slice(0, mostGroups)) {
    const isFormer = minified.has(methodOf(group.name));
    if (!isFormer && group.pending === 0 && !isUnread(group, now)) continue;
    const idle = await readIdleTimes(key, group.name, client);
    const isDead = idle.every((idleInMs) => idleInMs >= deadAfterInMs);
    // Without a consumer nothing can be pending.
    if (isDead && (isFormer || idle.length > 0 || isUnread(group, now))) leftover.push({ key, ...group });
  }
  return leftover;
}

/** Whether entries wait that are newer than the last one that was read, and that one is old. */
function isUnread({ lag, lastDeliveredId }: GroupState, now: number): boolean {
  const lastAt = Number(lastDeliveredId.split('-')[0]);
  return (lag ?? 0) > 0 && lastAt >= firstTime && now - lastAt >= unreadAfterInMs;
}

/** For how long each consumer of a group has not been heard of. */
async function readIdleTimes(key: string, group: string, client: CommandSender): Promise<number[]> {
  const reply = (await client.send(['XINFO', 'CONSUMERS', key, group])) as readonly unknown[][];
  return reply.map((fields) => Number(fields[fields.findIndex((field) => String(field) === 'idle') + 1]));
}

function methodOf(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}
