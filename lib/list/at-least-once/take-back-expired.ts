import type { CommandSender } from '../../connection/command-sender.js';
import { runScript } from '../../connection/run-script.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { aloneFrom } from '../../listeners/suspects.js';
import { tryEach } from '../../listeners/try-each.js';
import { returnHeld } from '../../scripts/return-held.js';
import { poppedEnd } from '../pop-commands.js';
import type { ListSource } from './list-source.js';
import { suspectsAreRememberedInSeconds } from './suspects.js';

/** The dead are buried so many at a time: the next round finds the others. */
const mostAtOnce = 100;

/**
 * Puts back what consumers hold whose leases are over. Whether one is over is decided by the script, in the
 * same step: others may do the same at the same time, and who was slow may have renewed it.
 */
export async function takeBackExpired(
  client: CommandSender,
  { keys: { list, leases, suspects, heldBy }, consumer }: ListSource,
  descriptor: ListFunction,
): Promise<void> {
  const [seconds, microseconds] = (await client.send(['TIME'])) as [Buffer, Buffer];
  const now = Number(String(seconds)) * 1000 + Math.floor(Number(String(microseconds)) / 1000);
  const [end, alone] = [poppedEnd(descriptor), aloneFrom(descriptor.maxDeliveryCount)];
  const expired = await client.send(['ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, mostAtOnce]);
  await tryEach((expired as Buffer[]).map(String), async (name) => {
    if (name === consumer?.name) return;
    const args = [name, end, 'expired', suspectsAreRememberedInSeconds, alone];
    await runScript(client, returnHeld, [list, heldBy(name), leases, suspects], args);
  });
}
