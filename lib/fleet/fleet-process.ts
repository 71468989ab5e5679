import { hostname } from 'node:os';
import { clipped } from '../errors/clipped.js';
import { sourcesOf } from '../functions/sources.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { AccompaniedRuntime } from '../runtime/companion/runtime-companion.js';
import type { FunctionHealth, RuntimeState } from '../runtime/health/health.js';

/** A process of a fleet, as it last said itself. */
export interface FleetProcess {
  /** Unique, another one each time that a runtime starts. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** The version of the program, where it is known. */
  readonly version?: string;
  readonly startedAt: Date;
  readonly state: RuntimeState;
  /** By function id. */
  readonly functions: Readonly<Record<string, FleetProcessFunction>>;
}

/** One function in one process. Its counts are since the start of the process. */
export interface FleetProcessFunction extends FunctionHealth {
  readonly kind: TriggerKind;
  /** The connection's name. */
  readonly connection: string;
  /** Its keys, channel or pattern. */
  readonly sources: readonly string[];
}

/** What stays the same of a process. */
export type ProcessIdentity = Pick<FleetProcess, 'id' | 'host' | 'pid' | 'version' | 'startedAt'>;

export function identify(id: string, startedAt: Date, version: string | undefined): ProcessIdentity {
  const known = version ?? process.env.npm_package_version;
  return {
    id,
    host: hostname(),
    pid: process.pid,
    startedAt,
    ...(known !== undefined && { version: known }),
  };
}

/** What a process says of itself, as JSON. Its functions are there from the moment on in which they are made. */
export function writeProcess(
  identity: ProcessIdentity,
  { functions, health }: Pick<AccompaniedRuntime, 'functions' | 'health'>,
): string {
  const { state, functions: fares } = health();
  const shown = functions.flatMap((descriptor) => {
    const own = fares[descriptor.id];
    return own ? [[descriptor.id, show(descriptor, own)] as const] : [];
  });
  return JSON.stringify({ ...identity, state, functions: Object.fromEntries(shown) });
}

/** The process in this JSON; undefined where it is none. */
export function readProcess(text: string): FleetProcess | undefined {
  try {
    return JSON.parse(text, (name, value: unknown) =>
      dates.has(name) ? dateOf(value) : value,
    ) as FleetProcess;
  } catch {
    return undefined;
  }
}

function show(
  descriptor: FunctionDescriptor,
  { lastError, ...others }: FunctionHealth,
): FleetProcessFunction {
  const { kind, connection } = descriptor;
  const error = lastError && { ...lastError, message: clipped(lastError.message) };
  return { kind, connection, sources: sourcesOf(descriptor), ...others, ...(error && { lastError: error }) };
}

/** The members that are dates. */
const dates: ReadonlySet<string> = new Set(['startedAt', 'since', 'until', 'at', 'lastSuccessAt']);

/** A function may be called as a date is, and is an object. */
function dateOf(value: unknown): unknown {
  return typeof value === 'string' ? new Date(value) : value;
}
