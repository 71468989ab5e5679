import { stateInFleet, summarize, type FleetFunction } from '../../fleet/fleet-function.js';
import type { FleetProcess, FleetProcessFunction } from '../../fleet/fleet-process.js';
import type { Fleet } from '../../fleet/fleet.js';
import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { FunctionHealthState } from '../../runtime/health/health.js';
import { formatDuration } from '../frame/duration.js';

/** What a fleet says of one function. Empty where the user may not ask. */
export interface FleetView {
  /** Absent where no process has it and the fleet has not paused it. */
  readonly state?: FunctionHealthState;
  /** That the fleet has paused it, in ISO 8601; `until` is null until somebody resumes it. */
  readonly pause?: { readonly since: string; readonly until: string | null };
  /** The processes that have paused it themselves, by `runtime.pause`; `until` is when the first of them resumes it, null for never. */
  readonly pausedInProcesses?: { readonly count: number; readonly until: string | null };
  /** In how many processes it listens; absent where no process has it. */
  readonly workers?: number;
  /** How many processes have it. */
  readonly processes?: number;
  /** Why it cannot listen in some process. */
  readonly error?: string;
}

/** Asks a fleet; resolves with what it says of the function of an id. */
export async function viewFleet(fleet: Fleet): Promise<(functionId: string) => FleetView> {
  try {
    const [processes, pauses] = await Promise.all([fleet.processes(), fleet.pauses()]);
    const functions = new Map(summarize(processes, pauses).map((each) => [each.functionId, each]));
    return (id) => {
      const found = functions.get(id);
      return found ? viewOf(found, processes) : { processes: 0 };
    };
  } catch (error) {
    if (!isReply(error, 'NOPERM')) throw error;
    return () => ({});
  }
}

function viewOf(fleetFunction: FleetFunction, all: readonly FleetProcess[]): FleetView {
  const { functionId, states, pause, ...found } = fleetFunction;
  const state = stateInFleet(fleetFunction);
  const own = all.flatMap(({ functions }) => functions[functionId] ?? []);
  const error = errorOf(own);
  const pausedInProcesses = ownPauses(own);
  return {
    ...(state && { state }),
    ...(pause && {
      pause: { since: pause.since.toISOString(), until: pause.until?.toISOString() ?? null },
    }),
    ...(pausedInProcesses && { pausedInProcesses }),
    ...(found.processes > 0 && { workers: states.listening ?? 0 }),
    processes: found.processes,
    ...(error !== undefined && { error }),
  };
}

/** Where the fleet has paused it as well, processes tell no deadline of their own. */
function ownPauses(own: readonly FleetProcessFunction[]): FleetView['pausedInProcesses'] {
  const paused = own.filter(({ pausedBy }) => pausedBy?.includes('process'));
  if (paused.length === 0) return undefined;
  const ends = paused.flatMap(({ until }) => until?.getTime() ?? []);
  const until = ends.length === 0 ? null : new Date(Math.min(...ends)).toISOString();
  return { count: paused.length, until };
}

/** The newest error of the processes that cannot listen, in how many that is so, and for how long. */
function errorOf(own: readonly FleetProcessFunction[]): string | undefined {
  const recovering = own.filter(({ state }) => state === 'recovering');
  const errors = recovering.flatMap(({ lastError }) => lastError ?? []);
  const [newest] = errors.sort((one, other) => other.at.getTime() - one.at.getTime());
  const since = Math.min(...recovering.map((each) => each.since.getTime()));
  const where = own.length > 1 ? `, in ${recovering.length} of ${own.length} processes` : '';
  return newest && `${newest.message}${where}, for ${formatDuration(Date.now() - since)}`;
}
