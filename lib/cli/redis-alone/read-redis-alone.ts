import { readGroups } from '../../backlog/group-state.js';
import { countAfter } from '../../backlog/count-after.js';
import { countProcessing } from '../../list/at-least-once/count-processing.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';
import { scanKeys } from './scan-keys.js';
import { withRedisAlone, type RedisAlone } from './with-redis-alone.js';

/** What Redis alone knows of one function, or of one consumer group of a stream. */
export interface FoundInRedis {
  /** The consumer group, or the id that dead letters are kept under; absent for a list. */
  readonly group?: string;
  /** The stream or list; absent where only dead letters are known. */
  readonly key?: string;
  readonly kind: 'stream' | 'list' | 'dead letters';
  /** How many messages no process has taken; absent where Redis does not count them. */
  readonly backlog?: number;
  readonly pending?: number;
  readonly deadLetters?: number;
}

/** Groups, backlogs, pending entries, held elements and dead letters, found by SCAN without knowing any function. */
export async function readRedisAlone(url: string): Promise<FoundInRedis[]> {
  return withRedisAlone(url, readFound);
}

/** The same of a Redis that is connected. */
export async function readFound({
  client,
  masters,
}: Pick<RedisAlone, 'client' | 'masters'>): Promise<FoundInRedis[]> {
  const streams = await scanKeys(masters, ['TYPE', 'stream']);
  const held = await scanKeys(masters, ['MATCH', '*:held', 'TYPE', 'hash']);
  const dead = streams.filter((key) => key.includes(':dead-letter:'));
  const others = streams.filter((key) => !key.includes(':dead-letter:'));
  const found = [
    ...(await Promise.all(others.map((key) => readStream(key, client)))).flat(),
    ...(await Promise.all(held.map((key) => readList(key, client)))),
    ...(await Promise.all(dead.map((key) => readDeadLetters(key, client)))),
  ];
  return found.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

async function readStream(key: string, client: CommandSender): Promise<FoundInRedis[]> {
  const groups = await readGroups(key, client).catch((error: unknown) => {
    // It may have expired since.
    if (isReply(error, 'ERR no such key', 'WRONGTYPE')) return [];
    throw error;
  });
  return Promise.all(
    groups.map(async ({ name: group, pending, lag, lastDeliveredId }) => {
      const backlog = lag ?? (await countAfter(key, lastDeliveredId, client));
      return { group, key, kind: 'stream', ...(backlog !== undefined && { backlog }), pending } as const;
    }),
  );
}

/** `{orders}:held` belongs to `orders`, `{shop}:orders:held` to `{shop}:orders`. */
async function readList(heldKey: string, client: CommandSender): Promise<FoundInRedis> {
  const prefix = heldKey.slice(0, -':held'.length);
  const key = /^\{([^{}]+)\}$/.exec(prefix)?.[1] ?? prefix;
  const [backlog, pending] = await Promise.all([client.send(['LLEN', key]), countProcessing(client, key)]);
  return { key, kind: 'list', backlog: Number(backlog), pending };
}

async function readDeadLetters(key: string, client: CommandSender): Promise<FoundInRedis> {
  const group = key.slice(key.indexOf(':dead-letter:') + ':dead-letter:'.length);
  return { group, kind: 'dead letters', deadLetters: Number(await client.send(['XLEN', key])) };
}

function nameOf({ group = '', key = '' }: FoundInRedis): string {
  return `${key} ${group}`;
}
