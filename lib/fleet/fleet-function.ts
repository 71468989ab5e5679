import type { TriggerKind } from '../messages/raw-message.js';
import type { FunctionHealth, FunctionHealthState } from '../runtime/health/health.js';
import type { FleetPause } from './fleet-pauses.js';
import type { FleetProcess, FleetProcessFunction } from './fleet-process.js';

/** A function of a fleet: what its processes say of it, together. Counts are since the starts of those that live. */
export interface FleetFunction {
  readonly functionId: string;
  /** Undefined where no process has the function. */
  readonly kind?: TriggerKind;
  readonly connection?: string;
  /** Its keys, channel or pattern. */
  readonly sources: readonly string[];
  /** How many processes have it. */
  readonly processes: number;
  /** In how many of them it is in which state. */
  readonly states: Readonly<Partial<Record<FunctionHealthState, number>>>;
  readonly inFlight: number;
  readonly waiting: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly dropped: number;
  readonly postponed: number;
  readonly duplicates: number;
  readonly lost: number;
  /** The newest error of any of them. */
  readonly lastError?: NonNullable<FunctionHealth['lastError']>;
  /** That the fleet has paused it. */
  readonly pause?: FleetPause;
}

/** Of several states of processes, the first one of these stands for all. */
const order: readonly FunctionHealthState[] = [
  'recovering',
  'listening',
  'paused',
  'starting',
  'created',
  'stopped',
];

/** The state of a function in its fleet; undefined where no process has it and it is not paused. */
export function stateInFleet({ pause, states }: FleetFunction): FunctionHealthState | undefined {
  return pause ? 'paused' : order.find((each) => states[each]);
}

const counts = [
  'inFlight',
  'waiting',
  'succeeded',
  'failed',
  'dropped',
  'postponed',
  'duplicates',
  'lost',
] as const;

/** The functions of these processes, and those that are paused, by their ids. */
export function summarize(
  processes: readonly FleetProcess[],
  pauses: readonly FleetPause[],
): FleetFunction[] {
  const ids = new Set([
    ...processes.flatMap(({ functions }) => Object.keys(functions)),
    ...pauses.map(({ functionId }) => functionId),
  ]);
  return [...ids].sort().map((functionId) => {
    const own = processes.flatMap(({ functions }) => functions[functionId] ?? []);
    const pause = pauses.find((each) => each.functionId === functionId);
    return { functionId, ...summaryOf(own), ...(pause && { pause }) };
  });
}

function summaryOf(own: readonly FleetProcessFunction[]): Omit<FleetFunction, 'functionId'> {
  const newest = own.at(-1);
  const states: Partial<Record<FunctionHealthState, number>> = {};
  for (const { state } of own) states[state] = (states[state] ?? 0) + 1;
  const sums = counts.map((name) => [name, own.reduce((sum, each) => sum + each[name], 0)] as const);
  const errors = own.flatMap(({ lastError }) => lastError ?? []);
  const [lastError] = errors.sort((one, other) => other.at.getTime() - one.at.getTime());
  return {
    ...(newest && { kind: newest.kind, connection: newest.connection }),
    sources: newest?.sources ?? [],
    processes: own.length,
    states,
    ...(Object.fromEntries(sums) as Record<(typeof counts)[number], number>),
    ...(lastError && { lastError }),
  };
}
