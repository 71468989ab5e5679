import { tryEach } from '../../listeners/try-each.js';
import { signals } from '../../signals/signals.js';
import type { HeldEntries } from '../entries/held-entries.js';
import type { HeldEntry } from '../entries/held-entry.js';
import type { PendingCommands } from '../entries/pending-commands.js';
import type { Leases } from './leases.js';

/** What leaving entries to others needs. */
export interface LeaveWaitingOptions {
  readonly held: HeldEntries;
  readonly pending: PendingCommands;
  readonly leases: Leases;
  readonly claimIdleInMs: number;
}

/** Leaves what waits here to other processes, which may claim it at once. */
export async function leaveWaiting({
  held,
  pending,
  leases,
  claimIdleInMs,
}: LeaveWaitingOptions): Promise<void> {
  // What another has by now is not ours to leave.
  if (!leases.areSafe()) await leases.renew();
  await tryEach(groupsOf(held.releaseWaiting()), async (group) => {
    const { key, deliveryCount, isDropped, ids } = group;
    // What was dropped with its group is made pending again; anything else that is not pending was acknowledged.
    await pending.leave(key, ids, deliveryCount, claimIdleInMs, isDropped);
  });
  signals.settled.publish();
}

/** Entries that one command can leave. */
interface LeftGroup {
  readonly key: string;
  readonly deliveryCount: number;
  readonly isDropped: boolean;
  readonly ids: string[];
}

function groupsOf(entries: readonly HeldEntry[]): Iterable<LeftGroup> {
  const groups = new Map<string, LeftGroup>();
  for (const entry of entries) {
    const { key, id, deliveryCount } = entry;
    const isDropped = wasDropped(entry);
    const name = `${deliveryCount} ${isDropped} ${key}`;
    const group = groups.get(name);
    if (group) group.ids.push(id);
    else groups.set(name, { key, deliveryCount, isDropped, ids: [id] });
  }
  return groups.values();
}

function wasDropped({ isFirstHand, isGroupGone }: HeldEntry): boolean {
  return isFirstHand && isGroupGone;
}
