import type { ScriptEquivalent } from '../scripts/scripts.js';
import { dropBacks, fieldsOf, historyOf, sha1, textOf, words } from './held-fields.js';

/** What `lib/redis/commands/lua/hold-again.ts` does. */
export const holdAgainEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [list = '', held = ''] = keys;
  const [end, consumer, id, root] = args.map(String);
  const body = args[4] as Buffer;
  const prefix = `${id}/`;
  call('LLEN', list);
  if (call('HEXISTS', held, `lease:${consumer}`) === 0) return null;
  const before = fieldsOf(call, held).find((each) => each.startsWith(prefix));
  if (before !== undefined) return before;
  const field = `back:${sha1(body)}`;
  const entries = words(textOf(call, held, field));
  const found = entries.find((entry) => historyOf(entry)?.root === root);
  if (found === undefined) return null;
  const left = entries.filter((entry) => entry !== found);
  call('HDEL', held, '');
  if (left.length > 0) {
    call('HSET', held, field, left.join(' '));
  } else {
    call('HDEL', held, field);
    dropBacks(call, held, 1);
  }
  if (call('LREM', list, end === 'left' ? 1 : -1, body) === 0) return null;
  call('HSET', held, `${prefix}${found}`, body);
  return `${prefix}${found}`;
};
