import type { TransactionSender } from '../redis/commands/command-sender.js';
import type { FleetKeys } from './fleet-keys.js';
import { readPauses, type FleetPause } from './fleet-pauses.js';

/** Asks Redis for the pauses of a fleet, in one step with its time, by which they end. */
export async function askPauses(client: TransactionSender, keys: FleetKeys): Promise<FleetPause[]> {
  const [fields, time] = await client.transaction([['HGETALL', keys.pauses], ['TIME']]);
  const [seconds, micros] = (time as readonly unknown[]).map(Number);
  return readPauses(fields, (seconds ?? 0) * 1_000 + (micros ?? 0) / 1_000);
}
