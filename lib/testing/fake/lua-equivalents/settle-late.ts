import type { ScriptEquivalent } from '../scripts/scripts.js';
import { dropBacks, fieldsOf, historyOf, sha1, textOf, words } from './held-fields.js';

/** What `lib/redis/commands/lua/settle-late.ts` does. */
export const settleLateEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [list = '', held = ''] = keys;
  const [end, ...pairs] = args;
  const wanted = new Map<string, Buffer>();
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    wanted.set(String(pairs[index]), pairs[index + 1] as Buffer);
  }
  let settled = 0;
  call('LLEN', list);
  for (const id of fieldsOf(call, held)) {
    if (!wanted.delete(historyOf(id)?.root ?? id)) continue;
    call('HDEL', held, id);
    settled += 1;
  }
  call('HDEL', held, '');
  for (const [root, body] of wanted) {
    const field = `back:${sha1(body)}`;
    const entries = words(textOf(call, held, field));
    const left = entries.filter((entry) => historyOf(entry)?.root !== root);
    if (left.length === entries.length) continue;
    settled += Number(call('LREM', list, end?.toString() === 'left' ? 1 : -1, body));
    if (left.length > 0) {
      call('HSET', held, field, left.join(' '));
    } else {
      call('HDEL', held, field);
      dropBacks(call, held, 1);
    }
  }
  return settled;
};
