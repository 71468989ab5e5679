import type { Redis } from 'ioredis';
import { field } from '../side/contestant.js';
import { plainText } from '../side/stamp.js';

const atOnce = 50_000;

const fillList = `for _ = 1, tonumber(ARGV[1]) do redis.call('RPUSH', KEYS[1], ARGV[2]) end`;
const fillStream = `for _ = 1, tonumber(ARGV[1]) do redis.call('XADD', KEYS[1], '*', '${field}', ARGV[2]) end`;

/** Puts this many messages into a list or a stream; by a script, since the filling is not what is measured. */
export async function fillBacklog(
  client: Redis,
  kind: 'list' | 'stream',
  { key, messages, bytes }: { key: string; messages: number; bytes?: number | undefined },
): Promise<void> {
  const text = plainText(bytes);
  for (let filled = 0; filled < messages; filled += atOnce) {
    const number = Math.min(atOnce, messages - filled);
    await client.eval(kind === 'list' ? fillList : fillStream, 1, key, number, text);
  }
}
