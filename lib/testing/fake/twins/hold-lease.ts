import type { ScriptTwin } from '../scripts/scripts.js';

/** What `lib/scripts/hold-lease.ts` does. */
export const holdLeaseTwin: ScriptTwin = ({ keys, args, now, call }) => {
  const [leases = ''] = keys;
  const [consumer = '', leaseInMs, how] = args;
  if (how?.toString() === 'renew' && call('ZSCORE', leases, consumer) === null) return 0;
  call('ZREM', leases, '');
  call('ZADD', leases, Math.floor(now) + Number(leaseInMs), consumer);
  return 1;
};
