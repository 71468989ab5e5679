import { tryEach } from '../../listeners/try-each.js';
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
    const [first] = group;
    if (!first) return;
    const ids = group.map(({ id }) => id);
    // What was dropped with its group is made pending again; anything else that is not pending was acknowledged.
    await pending.leave(first.key, ids, first.deliveryCount, claimIdleInMs, wasDropped(first));
  });
}

/** Entries that one command can leave: of one key, delivered as often, and dropped with their group or not. */
function groupsOf(entries: readonly HeldEntry[]): Iterable<readonly HeldEntry[]> {
  const groups = new Map<string, HeldEntry[]>();
  for (const entry of entries) {
    const name = `${entry.deliveryCount} ${wasDropped(entry)} ${entry.key}`;
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return groups.values();
}

function wasDropped({ isFirstHand, isGroupGone }: HeldEntry): boolean {
  return isFirstHand && isGroupGone;
}
