import type { Redis } from 'ioredis';
import { field } from '../side/contestant.js';
import { aroundNumber, numberLength } from '../side/stamp.js';

const atOnce = 50_000;

const fill = (add: string): string => `
for number = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local text = ARGV[3] .. string.format('%0${numberLength}d', number) .. ARGV[4]
  ${add}
end`;
const fillList = fill(`redis.call('RPUSH', KEYS[1], text)`);
const fillStream = fill(`redis.call('XADD', KEYS[1], '*', '${field}', text)`);

/** Puts this many messages into a list or a stream; by a script, since the filling is not what is measured. */
export async function fillBacklog(
  client: Redis,
  kind: 'list' | 'stream',
  { key, messages, bytes }: { key: string; messages: number; bytes?: number | undefined },
): Promise<void> {
  for (let filled = 0; filled < messages; filled += atOnce) {
    const last = Math.min(filled + atOnce, messages) - 1;
    await client.eval(kind === 'list' ? fillList : fillStream, 1, key, filled, last, ...aroundNumber(bytes));
  }
}
