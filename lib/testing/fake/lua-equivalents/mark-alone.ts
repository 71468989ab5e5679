import type { ScriptEquivalent } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/mark-alone.ts` does. */
export const markAloneEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [held = ''] = keys;
  const [consumer = '', id = ''] = args.map(String);
  if (call('HEXISTS', held, `lease:${consumer}`) === 0) return -1;
  if (call('HEXISTS', held, id) === 0) return 0;
  call('HDEL', held, '');
  call('HSET', held, `alone:${consumer}`, id);
  return 1;
};
