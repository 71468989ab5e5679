import { sameSlotKey } from '../redis/commands/same-slot-key.js';

/**
 * The key of the delayed messages of a list or stream, in its slot: a sorted set of them by the time at which they are due.
 * Who listens is told of new ones on a channel of the same name.
 */
export function delayedKey(key: string): string {
  return sameSlotKey(key, 'delayed', key);
}
