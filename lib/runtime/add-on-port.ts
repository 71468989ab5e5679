import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Instrument } from '../invocation/instruments.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { Clock } from '../time/clock.js';
import { whenAborted } from '../time/when-aborted.js';
import { withPatience } from '../time/with-patience.js';
import type { ConnectionTarget } from '../connections/connection-target.js';
import type { Logger } from '../logging/logger.js';
import { findPrepared } from './functions/prepared-function.js';
import { readKeyStates, type KeyState } from './key-states.js';
import type { Runtime } from './runtime.js';

export type { KeyState } from './key-states.js';

/** What an add-on may use of a runtime besides that which everybody may. */
export interface AddOnPort {
  readonly clock: Clock;
  /** Describes an error without the passwords that the runtime knows. */
  readonly describeError: DescribeError;
  /** The text without the passwords that the runtime knows. */
  readonly scrub: (text: string) => string;
  readonly logger: Logger;
  /** Where the connection of a function leads. */
  readonly targetOf: (descriptor: FunctionDescriptor) => ConnectionTarget;
  /** The client for ordinary commands of a connection, which may not be ready. */
  readonly clientOf: (target: ConnectionTarget) => CommandClient;
  /** Where the companion's connection leads; undefined where there is no companion. */
  readonly companionTarget: ConnectionTarget | undefined;
  /** Tells a function that messages were put back, so that it looks for them soon. */
  readonly replayed: (functionId: string) => void;
  /** Puts something around every attempt of every function from now on, until the returned function is called. */
  instrument(instrument: Instrument): () => void;
  /** Asks Redis how each key of a function fares. Rejects where it does not answer within `patienceInMs`. */
  keyStates(descriptor: FunctionDescriptor, patienceInMs: number): Promise<readonly KeyState[]>;
}

/** The port of a runtime, for add-ons alone: what they are is up to them, and the runtime does not know it. */
export function addOnPortOf(runtime: Runtime): AddOnPort {
  const { clock, describeError, instruments, connections, schedule, scrub, logger } = runtime['shared'];
  const targetOf = ({ id }: FunctionDescriptor): ConnectionTarget =>
    findPrepared(runtime['prepared'], id).target;
  return {
    clock,
    describeError,
    scrub,
    logger,
    targetOf,
    clientOf: (target) => connections.command(target),
    replayed: (functionId) =>
      runtime['running'].find(({ descriptor }) => descriptor.id === functionId)?.listener.claimSoon?.(),
    companionTarget: runtime['company'].companionTarget,
    instrument: (instrument) => instruments.add(instrument),
    keyStates(descriptor, patienceInMs) {
      const client = connections.command(targetOf(descriptor));
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
