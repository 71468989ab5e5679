import { compareIds, idBefore } from '../../redis/commands/stream-reply.js';

/**
 * How far the group has come in each stream, as this process has seen it: where the group goes on if somebody
 * destroys it.
 */
export class GroupPositions {
  /** The last entry that is known to have been delivered to somebody. */
  private readonly delivered = new Map<string, string>();
  /** The first entry that another consumer had not acknowledged at the last look. */
  private readonly othersFrom = new Map<string, string>();

  /** An entry of a stream was delivered, and all before it. */
  deliveredUpTo(key: string, id: string): void {
    this.delivered.set(key, id);
  }

  /** What other consumers have not acknowledged begins with this entry; undefined where they have nothing. */
  pendingOfOthersFrom(key: string, id: string | undefined): void {
    if (id === undefined) this.othersFrom.delete(key);
    else this.othersFrom.set(key, id);
  }

  /** The last entry that was delivered, or undefined where that was never seen. */
  lastOf(key: string): string | undefined {
    return this.delivered.get(key);
  }

  /** The entry behind which all is to be delivered that may not have been handled, but for what this process holds. */
  restartOf(key: string): string | undefined {
    const last = this.delivered.get(key);
    const others = this.othersFrom.get(key);
    return last === undefined || others === undefined || compareIds(others, last) > 0
      ? last
      : idBefore(others);
  }
}
