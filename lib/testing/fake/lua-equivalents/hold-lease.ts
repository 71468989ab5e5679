import type { ScriptEquivalent } from '../scripts/scripts.js';
import { textOf } from './held-fields.js';

/** What `lib/redis/commands/lua/hold-lease.ts` does. */
export const holdLeaseEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [held = ''] = keys;
  const [consumer = '', leaseInMs, how, end, aloneFrom, functionId = '', drawn = ''] = args.map(String);
  const born = textOf(call, held, 'born');
  const consumers = textOf(call, held, 'consumers');
  const lease = textOf(call, held, `lease:${consumer}`);
  if (how === 'renew' && lease === undefined) return [0, born ?? null];
  if (how === 'join' && lease !== undefined) return [-1, born ?? null];
  call('HDEL', held, '');
  const till = Math.floor(now) + Number(leaseInMs);
  call('HSET', held, `lease:${consumer}`, `${till} ${end} ${aloneFrom} ${functionId}`);
  if (lease !== undefined) return [1, born ?? null];
  if (born === undefined) call('HSET', held, 'born', drawn);
  const names = consumers === undefined ? consumer : `${consumers} ${consumer}`;
  call('HSET', held, 'consumers', names, `last:${consumer}`, '0');
  call('PERSIST', held);
  return [1, born ?? drawn];
};
