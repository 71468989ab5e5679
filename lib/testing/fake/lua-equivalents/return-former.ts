import type { ScriptEquivalent } from '../scripts/scripts.js';
import { sha1, textOf, toText } from './held-fields.js';

/** What `lib/redis/commands/lua/return-former.ts` does. */
export const returnFormerEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [list = '', former = '', leases = '', suspects = '', held = ''] = keys;
  const [consumer = '', end, remembered] = args.map(String);
  call('LLEN', list);
  const lease = toText(call('ZSCORE', leases, consumer));
  if (lease !== undefined && Number(lease) > Math.floor(now)) return -1;
  const elements = formerElements(call('HGETALL', former) as Buffer[]);
  call('HDEL', former, '');
  call('HDEL', held, '');
  call('ZREM', leases, '');
  for (const { body } of elements) call(end === 'left' ? 'LPUSH' : 'RPUSH', list, body);
  call('HDEL', former, 'last', 'alone');
  for (const { pop, index, body } of elements) {
    call('HDEL', former, `${pop}:${index}`);
    const hash = sha1(body);
    const deaths = Number(textOf(call, suspects, hash) ?? 0) + 1;
    const before = textOf(call, held, `back:${hash}`);
    const entry = `former.${pop}.${index}/${deaths}`;
    call('HSET', held, `back:${hash}`, before === undefined ? entry : `${before} ${entry}`);
    if (before === undefined) call('HINCRBY', held, 'backs', 1);
  }
  call('ZREM', leases, consumer);
  if (elements.length > 0) {
    call('HSET', held, 'until', `${Math.floor(now) + Number(remembered)}`);
    if (call('HEXISTS', held, 'consumers') === 0) call('PEXPIRE', held, remembered ?? '');
  }
  return elements.length;
};

/** The last popped first. */
function formerElements(fields: readonly Buffer[]): { pop: number; index: number; body: Buffer }[] {
  const elements: { pop: number; index: number; body: Buffer }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, pop, index] = /^(\d+):(\d+)$/.exec(String(fields[at])) ?? [];
    if (pop) elements.push({ pop: Number(pop), index: Number(index), body: fields[at + 1] as Buffer });
  }
  return elements.sort((one, other) => other.pop - one.pop || other.index - one.index);
}
