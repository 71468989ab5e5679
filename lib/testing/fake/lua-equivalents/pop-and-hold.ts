import type { ScriptTools, ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';
import { dropBacks, fieldsOf, sha1, textOf, words } from './held-fields.js';

/** What was given back, by the SHA1 of an element: what is left of it, and whether something was taken. */
interface Back {
  readonly entries: string[];
  isTaken: boolean;
}

/** What `lib/redis/commands/lua/pop-and-hold.ts` does. */
export const popAndHoldEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [list = '', held = ''] = keys;
  const [consumer = '', end, most, pop = '', again, aloneFrom, spentFrom, mostBytes] = args.map(String);
  const fromLeft = end === 'left';
  const count = Number(most);
  const last = textOf(call, held, `last:${consumer}`);
  if (last === undefined) return null;
  const hasBacks = textOf(call, held, 'backs') !== undefined;
  const prefix = `${consumer}.${pop}.`;
  if (parseInt(pop, 36) <= parseInt(last, 36)) return poppedThen(call, held, prefix);

  const backs = new Map<string, Back>();
  const backOf = (element: Buffer): Back => {
    const hash = sha1(element);
    const back = backs.get(hash) ?? {
      entries: words(textOf(call, held, `back:${hash}`)),
      isTaken: false,
    };
    backs.set(hash, back);
    return back;
  };
  const elements: Buffer[] = [];
  const ids: string[] = [];
  const seen = [...(call('LRANGE', list, ...(fromLeft ? [0, count - 1] : [-count, -1])) as Buffer[])];
  if (!fromLeft) seen.reverse();
  let bytes = 0;
  for (const [index, element] of seen.entries()) {
    bytes += element.length;
    if (index > 0 && bytes > Number(mostBytes)) break;
    const back = hasBacks ? backOf(element) : undefined;
    const history = back?.entries[0];
    const deaths = Number(history?.split('/')[1] ?? 0);
    const isSuspect = history !== undefined && deaths >= Number(aloneFrom) && deaths < Number(spentFrom);
    if (isSuspect && index > 0) break;
    if (back && history !== undefined) {
      back.entries.shift();
      back.isTaken = true;
    }
    elements.push(element);
    ids.push(history === undefined ? `${prefix}${index}` : `${prefix}${index}/${history}`);
    if (isSuspect) break;
  }

  if (elements.length === 0 && again !== '1') return [elements, []];
  call('HDEL', held, '');
  call('HSET', held, `last:${consumer}`, last);
  call('LTRIM', list, ...(fromLeft ? [elements.length, -1] : [0, -1 - elements.length]));
  call('HSET', held, `last:${consumer}`, pop);
  for (const [index, element] of elements.entries()) call('HSET', held, ids[index] ?? '', element);
  keepLeft(call, held, backs);
  return [elements, hasBacks ? ids : []];
};

function poppedThen(call: ScriptTools['call'], held: Buffer | string, prefix: string): ScriptValue {
  const indexOf = (id: string): number => Number.parseInt(id.slice(prefix.length), 10);
  const ids = fieldsOf(call, held).filter((id) => id.startsWith(prefix));
  ids.sort((one, other) => indexOf(one) - indexOf(other));
  return [ids.map((id) => call('HGET', held, id)), ids];
}

function keepLeft(call: ScriptTools['call'], held: Buffer | string, backs: ReadonlyMap<string, Back>): void {
  let used = 0;
  for (const [hash, { entries, isTaken }] of backs) {
    if (!isTaken) continue;
    if (entries.length > 0) call('HSET', held, `back:${hash}`, entries.join(' '));
    else used += Number(call('HDEL', held, `back:${hash}`));
  }
  dropBacks(call, held, used);
}
