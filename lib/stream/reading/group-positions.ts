import { sizeOf } from '../../messages/raw-message.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import { compareIds, idBefore } from '../../redis/commands/stream-reply.js';

/** The fields of a larger entry are not kept, because they would stay in memory until the next entry comes. */
const mostBytesKept = 65_536;

/** The last entry of a stream that was delivered; without its fields where this process has not read it, or it is large. */
export type LastDelivered = Pick<StreamEntry, 'id'> & Partial<Pick<StreamEntry, 'fields'>>;

/**
 * How far the group has come in each stream, as this process has seen it: where the group goes on if somebody
 * destroys it.
 */
export class GroupPositions {
  private readonly delivered = new Map<string, LastDelivered>();
  /** The first entry that another consumer had not acknowledged at the last look. */
  private readonly othersFrom = new Map<string, string>();

  /** This process was given an entry, and somebody all before it. */
  deliveredUpTo(entry: StreamEntry): void {
    this.delivered.set(entry.key, sizeOf(entry) <= mostBytesKept ? entry : { id: entry.id });
  }

  /** All entries up to this id were delivered to somebody, or are to be left out. */
  startedAt(key: string, id: string): void {
    this.delivered.set(key, { id });
  }

  /** What other consumers have not acknowledged begins with this entry; undefined where they have nothing. */
  pendingOfOthersFrom(key: string, id: string | undefined): void {
    if (id === undefined) this.othersFrom.delete(key);
    else this.othersFrom.set(key, id);
  }

  /** The last entry that was delivered, or undefined where that was never seen. */
  lastOf(key: string): LastDelivered | undefined {
    return this.delivered.get(key);
  }

  /** The entry behind which all is to be delivered that may not have been handled, but for what this process holds. */
  restartOf(key: string): string | undefined {
    const last = this.delivered.get(key)?.id;
    const others = this.othersFrom.get(key);
    return last === undefined || others === undefined || compareIds(others, last) > 0
      ? last
      : idBefore(others);
  }
}
