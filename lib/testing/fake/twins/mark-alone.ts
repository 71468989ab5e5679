import type { ScriptTwin } from '../scripts/scripts.js';

/** What `lib/scripts/mark-alone.ts` does. */
export const markAloneTwin: ScriptTwin = ({ keys, args, call }) => {
  const [held = '', leases = ''] = keys;
  const [consumer = '', id = ''] = args;
  if (call('ZSCORE', leases, consumer) === null) return 0;
  call('HDEL', held, '');
  call('HSET', held, 'alone', id);
  return 1;
};
