import type { RedisCommand } from '../../redis/commands/command-sender.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import type { StreamEntry } from '../../messages/stream-entry.js';
import { readClaimedEntries } from './read-entries.js';
import type { Claim } from './take-over.js';

/**
 * Claims entries with their fields (XCLAIM): others' where they are idle for long enough, which counts a delivery;
 * and this consumer's own, whose delivery was lost and is not counted once more.
 */
export function claimCommand(
  { consumerGroup, claimIdleInMs }: StreamFunction,
  consumer: string,
  { key, entries }: Claim,
  now: number,
): RedisCommand {
  const ids = entries.map(({ id }) => id);
  const [first] = entries;
  if (!first?.isOwn) return ['XCLAIM', key, consumerGroup, consumer, claimIdleInMs, ...ids];
  // What another has claimed since it was listed is less idle than that.
  const idleNow = Math.min(...entries.map(({ idleInMs, listedAt }) => idleInMs + now - listedAt));
  const minIdleInMs = Math.max(0, Math.floor(idleNow - claimIdleInMs / 4));
  const count = first.deliveryCount;
  return ['XCLAIM', key, consumerGroup, consumer, minIdleInMs, ...ids, 'RETRYCOUNT', count];
}

/** The entries of the reply. */
export function readClaimed({ key, entries }: Claim, reply: unknown): StreamEntry[] {
  const [first] = entries;
  const deliveryCount = (first?.deliveryCount ?? 0) + (first?.isOwn ? 0 : 1);
  return readClaimedEntries(reply, key, deliveryCount);
}
