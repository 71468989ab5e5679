import type { ConnectionTarget } from '../connections/connection-target.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { RuntimeEventListener, RuntimeEventName } from '../events/runtime-events.js';
import { fleetOf, type NamedFleet } from '../fleet/fleet-of.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Logger } from '../logging/logger.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { addOnPortOf } from '../runtime/add-on-port.js';
import type { RuntimeHealth } from '../runtime/health/health.js';
import type { PauseOptions } from '../runtime/pause/pause-options.js';
import type { Runtime } from '../runtime/runtime.js';

/** What the page shows and changes: a runtime, handlers that run elsewhere, or a Redis of which nothing else is known. */
export interface PageSource {
  /** Undefined where no handlers are known. */
  readonly functions: readonly FunctionDescriptor[] | undefined;
  readonly fleet: NamedFleet | undefined;
  /** The functions run in this process. */
  readonly running: RunningHere | undefined;
  readonly logger: Logger | undefined;
  readonly describeError: DescribeError;
  /** The text without known passwords. */
  readonly scrub: (text: string) => string;
  targetOf(descriptor: FunctionDescriptor): ConnectionTarget;
  /** The client for ordinary commands of a connection, which may not be ready. */
  clientOf(target: ConnectionTarget): CommandClient;
  /** What Redis alone tells, without handlers; absent with them. */
  readonly alone?: () => Promise<readonly AloneFunction[]>;
}

/** What Redis alone knows of a function: that it has a group, and dead letters. */
export interface AloneFunction {
  readonly id: string;
  readonly kind?: 'list' | 'stream';
  readonly sources: readonly string[];
  readonly backlog?: number;
  readonly pending?: number;
  readonly dead?: number;
}

/** The process that serves the page, where it runs functions. */
export interface RunningHere {
  health(): RuntimeHealth;
  pause(functionId: string, options: PauseOptions): Promise<void>;
  resume(functionId: string): Promise<void>;
  /** Tells a function that something was put back, so that it looks soon. */
  replayed(functionId: string): void;
  on<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): void;
  off<Name extends RuntimeEventName>(name: Name, listener: RuntimeEventListener<Name>): void;
}

/** A runtime as the page sees it, with its fleet. */
export function runtimeSource(runtime: Runtime): PageSource {
  const { describeError, scrub, logger, targetOf, clientOf, replayed } = addOnPortOf(runtime);
  return {
    functions: runtime.functions,
    fleet: fleetOf(runtime),
    describeError,
    scrub,
    logger,
    targetOf,
    clientOf,
    running: {
      health: () => runtime.health(),
      pause: (functionId, options) => runtime.pause(functionId, options),
      resume: (functionId) => runtime.resume(functionId),
      replayed,
      on: (name, listener) => void runtime.on(name, listener),
      off: (name, listener) => void runtime.off(name, listener),
    },
  };
}
