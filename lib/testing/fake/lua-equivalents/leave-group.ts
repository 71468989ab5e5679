import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/leave-group.ts` does. */
export const leaveGroupEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [stream = ''] = keys;
  const [group = '', consumer = ''] = args;
  const pending = call('XPENDING', stream, group, '-', '+', 1, consumer) as readonly ScriptValue[];
  if (pending.length > 0) return 0;
  call('XGROUP', 'DELCONSUMER', stream, group, consumer);
  return 1;
};
