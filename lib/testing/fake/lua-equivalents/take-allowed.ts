import type { ScriptEquivalent, ScriptTools } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/take-allowed.ts` does. */
export const takeAllowedEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [key = Buffer.alloc(0)] = keys;
  const [limit = 0, per = 0, step = 0, , most = 0, least = 0, lasts = 0] = args.slice(0, 7).map(Number);
  const id = String(args[3]);
  const endings = args.slice(7).map(String);
  const expire = (): void => void call('PEXPIRE', key, per + 2 * step + lasts);
  call('HDEL', key, `r${id}`);
  for (let index = 0; index < endings.length; index += 2) {
    const taken = Number(endings[index + 1]);
    call('HDEL', key, `r${endings[index]}`);
    if (taken === 0) continue;
    const until = (Math.floor(now / step) + 2) * step + per;
    if (taken < 0) call('HSET', key, `r${endings[index]}`, `${-taken} ${now + lasts}`);
    else call('HINCRBY', key, `u${until}`, taken);
    expire();
  }
  const { used, reserved } = readTaken(call, key, now);
  if (most === 0) return [0, 0, 0];
  let free = limit - used.reduce((sum, { count }) => sum + count, 0) - reserved;
  if (free >= least) {
    const count = Math.min(most, free);
    call('HSET', key, `r${id}`, `${count} ${now + lasts}`);
    expire();
    return [count, 0, 0];
  }
  const held = reserved > 0 ? 1 : 0;
  for (const { until, count } of used.sort((one, other) => one.until - other.until)) {
    free += count;
    if (free >= least) return [0, until - now, held];
  }
  return [0, per, held];
};

/** What counts at this time; the rest is removed. */
function readTaken(
  call: ScriptTools['call'],
  key: Buffer,
  now: number,
): { used: { count: number; until: number }[]; reserved: number } {
  const flat = (call('HGETALL', key) as readonly Buffer[]).map(String);
  const used: { count: number; until: number }[] = [];
  let reserved = 0;
  for (let index = 0; index < flat.length; index += 2) {
    const [field = '', value = ''] = flat.slice(index, index + 2);
    const isUsed = field.startsWith('u');
    const [count = 0, until = 0] = isUsed
      ? [Number(value), Number(field.slice(1))]
      : value.split(' ').map(Number);
    if (until <= now) call('HDEL', key, field);
    else if (isUsed) used.push({ count, until });
    else reserved += count;
  }
  return { used, reserved };
}
