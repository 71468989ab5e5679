import type { ScriptEquivalent } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/count-delayed.ts` does. */
export const countDelayedEquivalent: ScriptEquivalent = ({ keys: [key = ''], now, call }) => {
  const due = Number(call('ZCOUNT', key, '-inf', Math.floor(now)));
  return [due, Number(call('ZCARD', key)) - due];
};
