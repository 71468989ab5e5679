import type { CommandSender } from '../../redis/commands/command-sender.js';
import { settleLate } from '../../redis/commands/lua/settle-late.js';
import { runScript } from '../../redis/commands/run-script.js';
import { firstIdOf } from './element-ids.js';
import type { Receipt } from './held-elements.js';
import type { Lease } from './lease.js';

/** The bodies of what is settled late go with it: so many elements in one command. */
const lateAtOnce = 100;

/** Settles elements that were held under one lease, also those that others have been given meanwhile. */
export async function settleElements(
  sender: CommandSender,
  lease: Lease,
  receipts: readonly Receipt[],
): Promise<void> {
  const ids = receipts.map(({ id }) => id);
  const isAll = !lease.isLost && (await sender.send(['HDEL', lease.held, ...ids])) === ids.length;
  if (isAll || lease.isDeleted) return;
  for (let from = 0; from < receipts.length; from += lateAtOnce) {
    const late = receipts.slice(from, from + lateAtOnce);
    const args = late.flatMap(({ id, element }) => [firstIdOf(id), element.body]);
    await runScript(sender, settleLate, [lease.list, lease.held], [lease.end, ...args]);
  }
}
