import { memberOf, numberOf } from '../../../redis/commands/lua/delayed-member.js';
import type { ScriptEquivalent } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/delay-messages.ts` does. */
export const delayMessagesEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [key = ''] = keys;
  const [how = '', time = '', toldWithin = '', ...messages] = args;
  const due = String(how) === 'in' ? Math.ceil(now + Number(time)) : Number(time);
  const [, first] = call(
    'ZRANGEBYSCORE',
    key,
    '-inf',
    'inf',
    'WITHSCORES',
    'LIMIT',
    0,
    1,
  ) as readonly Buffer[];
  const [last] = call('ZREVRANGEBYSCORE', key, due, due, 'LIMIT', 0, 1) as readonly Buffer[];
  let number = (last && numberOf(last)) ?? -1;
  for (const message of messages) {
    do number += 1;
    while (call('ZADD', key, 'NX', due, memberOf(due, number, message)) === 0);
  }
  const isFirst = first === undefined || scoreOf(first) > due;
  if (isFirst && due - now <= Number(toldWithin)) {
    try {
      call('PUBLISH', key, Math.max(0, Math.ceil(due - now)));
    } catch {
      // Who may not publish delays messages all the same.
    }
  }
  return messages.length;
};

/** The score of a reply; of what nobody can read it is endless. */
export function scoreOf(reply: Buffer): number {
  return String(reply) === 'inf' ? Infinity : Number(reply);
}
