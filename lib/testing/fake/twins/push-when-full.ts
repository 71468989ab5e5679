import type { ScriptTwin } from '../scripts/scripts.js';

/** What `lib/scripts/push-when-full.ts` does. */
export const pushWhenFullTwin: ScriptTwin = ({ keys: [list = ''], args: [push = '', ...elements], call }) => {
  call('LTRIM', list, 0, -1);
  if (elements.length > 0) call(push.toString(), list, ...elements);
  return elements.length;
};
