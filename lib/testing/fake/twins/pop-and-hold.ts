import { createHash } from 'node:crypto';
import type { ScriptTools, ScriptTwin, ScriptValue } from '../scripts/scripts.js';

/** What `lib/scripts/pop-and-hold.ts` does. */
export const popAndHoldTwin: ScriptTwin = ({ keys, args, call }) => {
  const [list = '', held = '', leases = '', suspects = ''] = keys;
  const [consumer = '', end, most, number, again, aloneFrom, spentFrom] = args.map(String);
  const fromLeft = end === 'left';
  const count = Number(most);
  const pop = String(number);
  if (call('ZSCORE', leases, consumer) === null) return null;
  const last = (call('HGET', held, 'last') as Buffer | null) ?? '0';
  const hasSuspects = call('EXISTS', suspects) === 1;

  const elements: Buffer[] = [];
  const counts: number[] = [];
  const take = (element: Buffer, takenBack: number): void => {
    elements.push(element);
    if (hasSuspects) counts.push(takenBack);
  };
  const timesTakenBack = (element: Buffer): number => (hasSuspects ? readCount(call, suspects, element) : 0);

  if (Number(pop) <= Number(last)) {
    let element = call('HGET', held, `${pop}:0`) as Buffer | null;
    while (element) {
      take(element, timesTakenBack(element));
      element = call('HGET', held, `${pop}:${elements.length}`) as Buffer | null;
    }
    return [elements, counts];
  }

  const seen = [...(call('LRANGE', list, ...(fromLeft ? [0, count - 1] : [-count, -1])) as Buffer[])];
  if (!fromLeft) seen.reverse();
  for (const [index, element] of seen.entries()) {
    const takenBack = timesTakenBack(element);
    if (takenBack >= Number(aloneFrom) && takenBack < Number(spentFrom)) {
      if (index === 0) take(element, takenBack);
      break;
    }
    take(element, takenBack);
  }

  if (elements.length === 0 && again !== '1') return [elements, counts];
  call('HDEL', held, '');
  call('HSET', held, 'last', last);
  call('LTRIM', list, ...(fromLeft ? [elements.length, -1] : [0, -1 - elements.length]));
  call('HSET', held, 'last', pop);
  for (const [index, element] of elements.entries()) call('HSET', held, `${pop}:${index}`, element);
  return [elements, counts];
};

function readCount(call: ScriptTools['call'], suspects: Buffer | string, element: Buffer): number {
  const count: ScriptValue = call('HGET', suspects, createHash('sha1').update(element).digest('hex'));
  return count === null ? 0 : Number((count as Buffer).toString());
}
