import { delayedKey } from '../../delayed/delayed-key.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { formatCount } from '../frame/table.js';

/** The keys of these functions, which are all of one connection, that none of them moves delayed messages of. */
export function unmovedKeys(functions: readonly FunctionDescriptor[]): Set<string> {
  const polling = functions.filter((each) => each.kind !== 'pubsub');
  const moved = new Set(polling.filter(({ delayed }) => delayed).flatMap(({ keys }) => keys));
  return new Set(polling.flatMap(({ keys }) => keys).filter((key) => !moved.has(key)));
}

/** How many messages are delayed for a key. */
export async function countDelayedFor(key: string, client: CommandSender): Promise<number> {
  return Number(await client.send(['ZCARD', delayedKey(key)]));
}

/** What is said of messages that nobody moves. */
export function unmovedText(count: number, key: string): string {
  const messages = count === 1 ? 'message waits' : 'messages wait';
  return `${formatCount(count)} delayed ${messages} for ${key}, and no function here moves what is due`;
}
