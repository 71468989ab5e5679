import type { CommandSender } from '../connection/command-sender.js';

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
    const start = nextId(last);
    if (start === undefined) return counted;
    const page = (await client.send(['XRANGE', key, start, '+', 'COUNT', pageSize])) as [Buffer, unknown][];
    counted += page.length;
    const end = page.at(-1);
    if (!end || page.length < pageSize) return counted <= countLimit ? counted : undefined;
    last = String(end[0]);
  }
  return undefined;
}

const largest = 2n ** 64n - 1n;

/** The smallest id after this one: the exclusive ranges of Redis came with 6.2. Undefined after the last of all. */
function nextId(id: string): string | undefined {
  const [milliseconds = '0', sequence = '0'] = id.split('-');
  if (BigInt(sequence) < largest) return `${milliseconds}-${BigInt(sequence) + 1n}`;
  return BigInt(milliseconds) < largest ? `${BigInt(milliseconds) + 1n}-0` : undefined;
}
