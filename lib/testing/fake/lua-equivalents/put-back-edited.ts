import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/put-back-edited.ts` does. */
export const putBackEditedEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [letters = ''] = keys;
  const [id = '', when = '', name = '', ...rest] = args;
  const found = call('XRANGE', letters, id, id) as readonly ScriptValue[];
  if (found.length === 0 && when.toString() === 'if-there') return 0;
  call(name.toString(), ...rest);
  call('XDEL', letters, id);
  return 1;
};
