import type { CommandSender } from '../redis/commands/command-sender.js';
import { countDelayed } from '../redis/commands/lua/count-delayed.js';
import { runScript } from '../redis/commands/run-script.js';
import { delayedKey } from './delayed-key.js';

/** The delayed messages of one or several keys. */
export interface DelayedCount {
  /** Those that are due, and that nobody has sent yet. */
  readonly due: number;
  /** Those that are not due yet. */
  readonly later: number;
}

/** How many messages of these lists or streams are delayed, by the server's clock. */
export async function countAllDelayed(keys: readonly string[], client: CommandSender): Promise<DelayedCount> {
  const counts = await Promise.all(keys.map((key) => countOne(key, client)));
  return counts.reduce((sum, { due, later }) => ({ due: sum.due + due, later: sum.later + later }), {
    due: 0,
    later: 0,
  });
}

async function countOne(key: string, client: CommandSender): Promise<DelayedCount> {
  const [due, later] = (await runScript(client, countDelayed, [delayedKey(key)], [])) as [number, number];
  return { due, later };
}
