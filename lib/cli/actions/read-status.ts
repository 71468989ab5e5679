import { isScalable } from '../../backlog/scalable-function.js';
import { targetWorkerCount } from '../../backlog/target-worker-count.js';
import { deadLetterKeys } from '../../dead-letters/dead-letter-key.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isReply, RedisReplyError } from '../../redis/errors/redis-reply-error.js';
import type { Fleet } from '../../fleet/fleet.js';
import type { FunctionHealthState } from '../../runtime/health/health.js';
import type { ActionContext } from '../program/action-context.js';
import type { Program } from '../program/program.js';
import { countDelayedFor, unmovedKeys } from '../checking/unmoved-delayed.js';
import { viewFleet, type FleetView } from './fleet-view.js';
import { readWaiting, type Waiting } from './read-waiting.js';
import { workerCounter } from '../../operating/worker-counter.js';

/** A function as `status` shows it. What cannot be known of it is absent. */
export interface FunctionStatus extends Partial<Waiting>, Omit<FleetView, 'state'> {
  readonly id: string;
  readonly kind: TriggerKind;
  readonly connection: string;
  readonly sources: readonly string[];
  /**
   * That which the fleet says. Where it says none, `listening`: at least one process has a connection that listens for it;
   * `unattended`: none has.
   */
  readonly state: FunctionHealthState | 'unattended' | 'unknown';
  readonly deadLetters: number;
  /** Keys of the function for which messages are delayed that no function here moves, with how many. */
  readonly unmovedDelayed?: Readonly<Record<string, number>>;
  /** How many workers its backlog needs; 0 where the fleet has paused it. */
  readonly targetWorkers?: number;
  /** What kept its numbers from being read, such as a key of the wrong type, or keeps a process from listening. */
  readonly error?: string;
}

/** How the status is read. */
export interface StatusArguments {
  /** How often it is read again; null for once. */
  readonly watchEveryInMs: number | null;
  /** The fleet; null for that of the program. */
  readonly fleetName: string | null;
}

/**
 * The functions as Redis knows them, and the fleet where the program is in one; with `watchEveryInMs` they are sent again and
 * again until it is interrupted.
 */
export async function readStatus(
  context: ActionContext,
  { watchEveryInMs, fleetName }: StatusArguments,
): Promise<FunctionStatus[]> {
  const program = await context.program();
  const fleet = await program.connectFleet(fleetName ?? undefined);
  let statuses = await readAll(program, fleet);
  while (watchEveryInMs !== null && !context.signal.aborted) {
    await context.tell({ kind: 'snapshot', value: statuses });
    await context.sleep(watchEveryInMs);
    if (!context.signal.aborted) statuses = await readAll(program, fleet);
  }
  return statuses;
}

async function readAll(program: Program, fleet: Fleet | undefined): Promise<FunctionStatus[]> {
  const viewOf = fleet && (await viewFleet(fleet));
  const counters = new Map<string, Promise<ReturnType<typeof workerCounter>>>();
  const counterOf = async (target: ConnectionTarget): Promise<ReturnType<typeof workerCounter>> =>
    workerCounter(
      { masters: await program.masters(target), replicas: await program.replicas(target) },
      target.cluster !== undefined,
    );
  return Promise.all(
    program.functions.map(async (descriptor) => {
      const client = await program.connect(descriptor);
      const target = program.targetOf(descriptor);
      const counter = counters.get(target.name) ?? counterOf(target);
      counters.set(target.name, counter);
      const status = await readOne(
        descriptor,
        client,
        await (
          await counter
        )(descriptor),
        viewOf?.(descriptor.id),
      );
      const unmovedDelayed = await countUnmoved(descriptor, program, client);
      return { ...status, ...(unmovedDelayed && { unmovedDelayed }) };
    }),
  );
}

async function readOne(
  descriptor: FunctionDescriptor,
  client: CommandSender,
  counted: number | undefined,
  view: FleetView | undefined,
): Promise<FunctionStatus> {
  const known = {
    id: descriptor.id,
    kind: descriptor.kind,
    connection: descriptor.connection,
    sources: sourcesOf(descriptor),
    state: counted === undefined ? 'unknown' : counted > 0 ? 'listening' : 'unattended',
    ...(counted !== undefined && { workers: counted }),
    ...view,
  } as const;
  try {
    const deadLetters = await countDeadLetters(descriptor, client);
    if (!isScalable(descriptor)) return { ...known, deadLetters };
    const waiting = await readWaiting(descriptor, client);
    const remaining = waiting.backlog + (waiting.pending ?? 0);
    const targetWorkers = view?.pause ? 0 : targetWorkerCount(remaining, descriptor.messagesPerWorker);
    return { ...known, ...waiting, deadLetters, targetWorkers };
  } catch (error) {
    if (!isReply(error, 'WRONGTYPE')) throw error;
    return { ...known, deadLetters: 0, error: error.message };
  }
}

/** What is delayed for the keys of a function and is moved by none of the program's; undefined where that is nothing. */
async function countUnmoved(
  descriptor: FunctionDescriptor,
  { functions }: Program,
  client: CommandSender,
): Promise<Record<string, number> | undefined> {
  if (!isScalable(descriptor)) return undefined;
  const unmoved = unmovedKeys(functions.filter(({ connection }) => connection === descriptor.connection));
  const keys = descriptor.keys.filter((key) => unmoved.has(key));
  const counts = await Promise.all(keys.map((key) => countDelayedFor(key, client).catch(noneOf)));
  const found = keys.flatMap((key, index) => (counts[index] ? [[key, counts[index]] as const] : []));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** It is only a hint: a user that may not look is told nothing. */
function noneOf(error: unknown): number {
  if (error instanceof RedisReplyError) return 0;
  throw error;
}

async function countDeadLetters(descriptor: FunctionDescriptor, client: CommandSender): Promise<number> {
  const lengths = await Promise.all(deadLetterKeys(descriptor).map((key) => client.send(['XLEN', key])));
  return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
}
