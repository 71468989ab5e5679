import type { CommandSender } from '../connection/command-sender.js';
import { idAfter } from '../connection/stream-reply.js';

/** Entries come with their fields: a page of them must not be large. */
const pageSize = 100;

/** Counting further would cost more than it tells. */
export const countLimit = 10_000;

/** How many entries a stream has after this id; undefined when they are more than `countLimit`. */
export async function countAfter(
  key: string,
  id: string,
  client: CommandSender,
): Promise<number | undefined> {
  let last = id;
  for (let counted = 0; counted <= countLimit;) {
    const start = idAfter(last);
    if (start === undefined) return counted;
    const page = (await client.send(['XRANGE', key, start, '+', 'COUNT', pageSize])) as [Buffer, unknown][];
    counted += page.length;
    const end = page.at(-1);
    if (!end || page.length < pageSize) return counted <= countLimit ? counted : undefined;
    last = String(end[0]);
  }
  return undefined;
}
