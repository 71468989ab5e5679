import type { Bytes } from '../../resp/bytes.js';
import { ListValue, type ListEnd } from '../../engine/list-value.js';
import { syntaxError } from '../../engine/command-error.js';
import type { CommandContext } from '../command-context.js';

/** LEFT or RIGHT. */
export function listEnd(word: Bytes | undefined): ListEnd {
  const end = word?.toLowerCase();
  if (end !== 'left' && end !== 'right') throw syntaxError();
  return end;
}

/** Pushes elements, one after the other; answers the length. */
export function pushTo(
  context: CommandContext,
  key: Bytes,
  end: ListEnd,
  elements: readonly Bytes[],
): number {
  const list = context.db.obtain(key, 'list', () => new ListValue());
  for (const element of elements) list.push(end, element);
  context.modified(key, 'l', end === 'left' ? 'lpush' : 'rpush');
  return list.length;
}

/** Pops up to `count` elements; a list that is then empty is deleted. */
export function popFrom(
  context: CommandContext,
  key: Bytes,
  list: ListValue,
  end: ListEnd,
  count: number,
): Bytes[] {
  const popped: Bytes[] = [];
  while (popped.length < count) {
    const element = list.pop(end);
    if (element === undefined) break;
    popped.push(element);
  }
  context.notify('l', end === 'left' ? 'lpop' : 'rpop', key);
  context.db.deleteIfEmpty(key, list.length === 0);
  context.touch(key);
  return popped;
}

/** A position from the start or, negative, from the end. */
export function fromStart(index: number, length: number): number {
  return index < 0 ? length + index : index;
}
