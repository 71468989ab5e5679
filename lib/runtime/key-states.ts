import { readKeyBacklogs, type KeyBacklog } from '../backlog/key-backlog.js';
import { isScalable } from '../backlog/scalable-function.js';
import { deadLetterKey } from '../dead-letters/dead-letter-key.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import type { CommandSender } from '../redis/commands/command-sender.js';

/** How many messages wait on one key of a function, and how many were given up there. */
export interface KeyState extends Partial<KeyBacklog> {
  /** The key; of a pub/sub function its channel or pattern. */
  readonly key: string;
  /** XLEN of its dead letters. */
  readonly deadLetters: number;
}

/** Asks Redis how each key of a function fares: a few commands a key, however many messages there are. */
export async function readKeyStates(
  descriptor: FunctionDescriptor,
  client: CommandSender,
): Promise<KeyState[]> {
  const [backlogs, deadLetters] = await Promise.all([
    isScalable(descriptor) ? readKeyBacklogs(descriptor, client) : [],
    Promise.all(sourcesOf(descriptor).map((source) => countDeadLetters(source, descriptor.id, client))),
  ]);
  return sourcesOf(descriptor).map((key, index) => ({
    ...backlogs[index],
    key,
    deadLetters: deadLetters[index] ?? 0,
  }));
}

async function countDeadLetters(source: string, functionId: string, client: CommandSender): Promise<number> {
  return Number(await client.send(['XLEN', deadLetterKey(source, functionId)]));
}
