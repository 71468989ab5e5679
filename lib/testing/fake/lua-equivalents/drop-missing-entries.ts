import type { ScriptEquivalent } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/drop-missing-entries.ts` does: here, to look for an entry takes no time. */
export const dropMissingEntriesEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [stream = Buffer.alloc(0)] = keys;
  const [group = Buffer.alloc(0), ...ids] = args;
  const missing = ids.filter((id) => (call('XRANGE', stream, id, id) as readonly unknown[]).length === 0);
  return [missing, missing.length === 0 ? 0 : call('XACK', stream, group, ...missing), ids.length];
};
