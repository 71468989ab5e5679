import { isScalable } from '../../backlog/scalable-function.js';
import { targetWorkerCount } from '../../backlog/target-worker-count.js';
import { deadLetterKeys } from '../../dead-letters/dead-letter-key.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { ActionContext } from '../program/action-context.js';
import type { Program } from '../program/program.js';
import { readWaiting, type Waiting } from './read-waiting.js';
import { workerCounter } from './worker-counter.js';

/** A function as `status` shows it. What cannot be known of it is absent. */
export interface FunctionStatus extends Partial<Waiting> {
  readonly id: string;
  readonly kind: TriggerKind;
  readonly connection: string;
  readonly sources: readonly string[];
  /** `listening`: at least one process has a connection that listens for it. `unattended`: none has. */
  readonly state: 'listening' | 'unattended' | 'unknown';
  readonly deadLetters: number;
  /** How many processes listen for it. */
  readonly workers?: number;
  /** How many its backlog needs. */
  readonly targetWorkers?: number;
  /** What kept its numbers from being read, such as a key of the wrong type. */
  readonly error?: string;
}

/** The functions as Redis alone knows them; `watch` sends them again and again until it is interrupted. */
export async function readStatus(
  context: ActionContext,
  { watchEveryInMs }: { readonly watchEveryInMs: number | null },
): Promise<FunctionStatus[]> {
  const program = await context.program();
  let statuses = await readAll(program);
  while (watchEveryInMs !== null && !context.signal.aborted) {
    await context.tell({ kind: 'snapshot', value: statuses });
    await context.sleep(watchEveryInMs);
    if (!context.signal.aborted) statuses = await readAll(program);
  }
  return statuses;
}

async function readAll(program: Program): Promise<FunctionStatus[]> {
  const counters = new Map<string, ReturnType<typeof workerCounter>>();
  return Promise.all(
    program.functions.map(async (descriptor) => {
      const client = await program.connect(descriptor);
      const counter = counters.get(descriptor.connection) ?? workerCounter(client);
      counters.set(descriptor.connection, counter);
      return readOne(descriptor, client, await counter(descriptor));
    }),
  );
}

async function readOne(
  descriptor: FunctionDescriptor,
  client: CommandSender,
  workers: number | undefined,
): Promise<FunctionStatus> {
  const known = {
    id: descriptor.id,
    kind: descriptor.kind,
    connection: descriptor.connection,
    sources: sourcesOf(descriptor),
    state: workers === undefined ? 'unknown' : workers > 0 ? 'listening' : 'unattended',
    ...(workers !== undefined && { workers }),
  } as const;
  try {
    const deadLetters = await countDeadLetters(descriptor, client);
    if (!isScalable(descriptor)) return { ...known, deadLetters };
    const waiting = await readWaiting(descriptor, client);
    const remaining = waiting.backlog + (waiting.pending ?? 0);
    const targetWorkers = targetWorkerCount(remaining, descriptor.messagesPerWorker);
    return { ...known, ...waiting, deadLetters, targetWorkers };
  } catch (error) {
    if (!isReply(error, 'WRONGTYPE')) throw error;
    return { ...known, deadLetters: 0, error: error.message };
  }
}

async function countDeadLetters(descriptor: FunctionDescriptor, client: CommandSender): Promise<number> {
  const lengths = await Promise.all(deadLetterKeys(descriptor).map((key) => client.send(['XLEN', key])));
  return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
}
