import type { Bytes } from '../../resp/bytes.js';
import { SortedSet, type ScoredMember } from '../../engine/sorted-set.js';
import type { CommandContext } from '../command-context.js';

/** Puts these members in the place of what a key held; none of them: the key goes. Answers how many. */
export function storeSortedSet(
  context: CommandContext,
  target: Bytes,
  members: readonly ScoredMember[],
  event: string,
): number {
  const removed = context.db.delete(target);
  if (members.length > 0) {
    const set = new SortedSet();
    for (const { member, score } of members) set.set(member, score);
    context.db.set(target, set);
    context.modified(target, 'z', event);
  } else if (removed) context.modified(target, 'g', 'del');
  return members.length;
}
