import { readKeyBacklogs, type KeyBacklog } from '../backlog/key-backlog.js';
import { isScalable } from '../backlog/scalable-function.js';
import { deadLetterKey } from '../dead-letters/dead-letter-key.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { sourcesOf } from '../functions/sources.js';
import type { Instrument } from '../invocation/instruments.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { CommandSender } from '../redis/commands/command-sender.js';
import type { Clock } from '../time/clock.js';
import { whenAborted } from '../time/when-aborted.js';
import { withPatience } from '../time/with-patience.js';
import { findPrepared } from './functions/prepared-function.js';
import type { Runtime } from './runtime.js';

/** How many messages wait on one key of a function, and how many were given up there. */
export interface KeyState extends Partial<KeyBacklog> {
  /** The key; of a pub/sub function its channel or pattern. */
  readonly key: string;
  /** XLEN of its dead letters. */
  readonly deadLetters: number;
}

/** What an add-on may use of a runtime besides that which everybody may. */
export interface AddOnPort {
  readonly clock: Clock;
  /** Describes an error without the passwords that the runtime knows. */
  readonly describeError: DescribeError;
  /** Puts something around every attempt of every function from now on, until the returned function is called. */
  instrument(instrument: Instrument): () => void;
  /** Asks Redis how each key of a function fares. Rejects where it does not answer within `patienceInMs`. */
  keyStates(descriptor: FunctionDescriptor, patienceInMs: number): Promise<readonly KeyState[]>;
}

/** The port of a runtime, for add-ons alone: what they are is up to them, and the runtime does not know it. */
export function addOnPortOf(runtime: Runtime): AddOnPort {
  const { clock, describeError, instruments, connections, schedule } = runtime['shared'];
  return {
    clock,
    describeError,
    instrument: (instrument) => instruments.add(instrument),
    keyStates(descriptor, patienceInMs) {
      const client = connections.command(findPrepared(runtime['prepared'], descriptor.id).target);
      return withPatience(patienceInMs, schedule.stopping, (signal) =>
        inTime(client, signal, () => readKeyStates(descriptor, client)),
      );
    },
  };
}

async function inTime<Result>(
  client: Pick<CommandClient, 'whenReady'>,
  signal: AbortSignal,
  read: () => Promise<Result>,
): Promise<Result> {
  await client.whenReady(signal);
  const late = whenAborted(signal).then(() => {
    throw new Error('Redis did not answer in time');
  });
  return signal.aborted ? await late : await Promise.race([read(), late]);
}

async function readKeyStates(descriptor: FunctionDescriptor, client: CommandSender): Promise<KeyState[]> {
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
