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

  /** This process read this entry, so all entries before it were delivered to somebody. */
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

  /** The last entry that was delivered; undefined where this process has seen none. */
  lastOf(key: string): LastDelivered | undefined {
    return this.delivered.get(key);
  }

  /** Where a destroyed group goes on: what may not have been handled, and is not held here, comes after this id. */
  restartOf(key: string): string | undefined {
    const last = this.delivered.get(key)?.id;
    const others = this.othersFrom.get(key);
    return last === undefined || others === undefined || compareIds(others, last) > 0
      ? last
      : idBefore(others);
  }
}
