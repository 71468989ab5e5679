import type { CommandArgument, CommandSender } from '../redis/commands/command-sender.js';
import { delayMessages } from '../redis/commands/lua/delay-messages.js';
import type { Script } from '../redis/commands/lua/script.js';
import { runScript } from '../redis/commands/run-script.js';
import { writeContent, type DelayedContent } from '../redis/commands/lua/delayed-content.js';
import { delayedKey } from './delayed-key.js';
import { longestRestInMs } from './due-mover.js';

/** When a message is due: so long after Redis gets it, by its own clock; or at a time. */
export type Due = { readonly inMs: number } | { readonly at: Date };

/** Listeners look by themselves at least so often, and with a margin for looks that take long. */
const toldWithinInMs = 3 * longestRestInMs;

/** Keeps messages for a list or stream until they are due: all of them, or none. */
export async function delay(
  client: CommandSender,
  key: string,
  due: Due,
  contents: readonly DelayedContent[],
): Promise<void> {
  const { script, keys, args } = delayCall(key, due, contents);
  await runScript(client, script, keys, args);
}

/** The call of a script that does so. */
export function delayCall(
  key: string,
  due: Due,
  contents: readonly DelayedContent[],
): { script: Script; keys: string[]; args: CommandArgument[] } {
  const when = 'at' in due ? ['at', Math.max(0, due.at.getTime())] : ['in', due.inMs];
  const args = [...when, toldWithinInMs, ...contents.map(writeContent)];
  return { script: delayMessages, keys: [delayedKey(key)], args };
}
