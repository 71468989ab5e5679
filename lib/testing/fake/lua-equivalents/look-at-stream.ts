import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/look-at-stream.ts` does. */
export const hasEntryEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [stream = Buffer.alloc(0)] = keys;
  const [id = Buffer.alloc(0)] = args;
  return (call('XRANGE', stream, id, id, 'COUNT', 1) as readonly ScriptValue[]).length;
};

const lastId = Buffer.from('last-generated-id');

export const lastGeneratedIdEquivalent: ScriptEquivalent = ({ keys, call }) => {
  const [stream = Buffer.alloc(0)] = keys;
  const info = call('XINFO', 'STREAM', stream) as readonly ScriptValue[];
  const at = info.findIndex(
    (each, index) => index % 2 === 0 && each instanceof Buffer && each.equals(lastId),
  );
  return at < 0 ? '0' : info[at + 1];
};
