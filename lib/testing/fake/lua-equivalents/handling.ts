import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/claim-handling.ts` does. */
export const claimHandlingEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [key = ''] = keys;
  const [holder = '', leaseInMs = ''] = args.map(String);
  const state = textOf(call('GET', key));
  if (state === 'done') return 2;
  if (state !== undefined && state !== holder) return 1;
  call('DEL', key);
  call('SET', key, holder, 'PX', leaseInMs);
  return 0;
};

/** What `lib/redis/commands/lua/end-handling.ts` does. */
export const endHandlingEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [key = ''] = keys;
  const [holder = '', forInMs = ''] = args.map(String);
  const isHandled = forInMs !== '0';
  if (!isHandled && textOf(call('GET', key)) !== holder) return 0;
  call('DEL', key);
  if (isHandled) call('SET', key, 'done', 'PX', forInMs);
  return 1;
};

function textOf(reply: ScriptValue): string | undefined {
  return Buffer.isBuffer(reply) ? reply.toString() : undefined;
}
