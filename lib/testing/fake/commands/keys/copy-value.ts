import { ListValue } from '../../engine/list-value.js';
import { SortedSet } from '../../engine/sorted-set.js';
import type { Value } from '../../engine/values.js';

/** A value of its own with the same content. */
export function copyValue(value: Value): Value {
  switch (value.type) {
    case 'string':
      return { ...value };
    case 'list':
      return new ListValue(value.slice());
    case 'hash':
      return {
        type: 'hash',
        fields: new Map(value.fields),
        ...(value.expiries && { expiries: new Map(value.expiries) }),
      };
    case 'set':
      return { type: 'set', members: new Set(value.members) };
    case 'zset':
      return copySortedSet(value);
    case 'stream':
      return value.copy();
  }
}

function copySortedSet(value: SortedSet): SortedSet {
  const copy = new SortedSet();
  for (const { member, score } of value.members) copy.set(member, score);
  return copy;
}
