import type { CommandSender } from '../redis/commands/command-sender.js';
import { idAfter, type EntryReply } from '../redis/commands/stream-reply.js';
import { systemClock } from '../time/system-clock.js';

/** Counting further would cost more than it tells. */
export const countLimit = 10_000;

/**
 * As many bytes of entries are read for one count at most, beside the one that goes beyond: enough for `countLimit`
 * entries of a kilobyte.
 */
export const byteLimit = 12 * 1024 * 1024;

/** A slow link could not bring so much before a reading has to be over: then the count is given up earlier. */
const mostInMs = 3_000;

/** Redis has no command that counts without reading: pages begin small, as long as the size of entries is not known. */
const page = { mostEntries: 100, mostBytes: 512 * 1024, growth: 4 };

/**
 * How many entries a stream has after this id; undefined when they are more than `countLimit`, or when to count them
 * would take more than `mostBytes` or three seconds.
 */
export async function countAfter(
  key: string,
  id: string,
  client: CommandSender,
  mostBytes = byteLimit,
  now = systemClock.now.bind(systemClock),
): Promise<number | undefined> {
  let last = id;
  let counted = 0;
  let bytes = 0;
  let largest = 1;
  let asked = 1;
  const endsAt = now() + mostInMs;
  while (counted <= countLimit && bytes <= mostBytes && now() <= endsAt) {
    const start = idAfter(last);
    if (start === undefined) return counted;
    const entries = (await client.send(['XRANGE', key, start, '+', 'COUNT', asked])) as readonly EntryReply[];
    counted += entries.length;
    const end = entries.at(-1);
    if (!end || entries.length < asked) return counted <= countLimit ? counted : undefined;
    const sizes = entries.map(sizeOf);
    bytes += sizes.reduce((sum, size) => sum + size, 0);
    largest = Math.max(largest, ...sizes);
    asked = Math.min(
      asked * page.growth,
      page.mostEntries,
      Math.max(1, Math.floor(page.mostBytes / largest)),
    );
    last = String(end[0]);
  }
  return undefined;
}

function sizeOf([id, fields]: EntryReply): number {
  return (fields ?? []).reduce((sum, { length }) => sum + length, id.length);
}
