import type { ScriptEquivalent } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/return-popped.ts` does. */
export const returnPoppedEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [list = '', done = ''] = keys;
  const [push = '', keptInMs = '', ...elements] = args;
  call('LTRIM', list, 0, -1);
  if (call('SET', done, 'done', 'NX', 'PX', keptInMs) === null) return 0;
  try {
    if (elements.length > 0) call(push.toString(), list, ...elements);
  } catch (refusal) {
    call('SET', done, 'done', 'PX', 1);
    throw refusal;
  }
  return elements.length;
};
