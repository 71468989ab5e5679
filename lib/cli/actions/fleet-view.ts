import { summarize, type FleetFunction } from '../../fleet/fleet-function.js';
import type { FleetProcess } from '../../fleet/fleet-process.js';
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
  /** In how many processes it listens. */
  readonly workers?: number;
  /** How many processes have it. */
  readonly processes?: number;
  /** Why it cannot listen in some process. */
  readonly error?: string;
}

/** Of several states, the first one of these is shown. */
const order: readonly FunctionHealthState[] = [
  'recovering',
  'listening',
  'paused',
  'starting',
  'created',
  'stopped',
];

/** Asks a fleet; resolves with what it says of the function of an id. */
export async function viewFleet(fleet: Fleet): Promise<(functionId: string) => FleetView> {
  try {
    const [processes, pauses] = await Promise.all([fleet.processes(), fleet.pauses()]);
    const functions = new Map(summarize(processes, pauses).map((each) => [each.functionId, each]));
    return (id) => {
      const found = functions.get(id);
      return found ? viewOf(found, processes) : { workers: 0, processes: 0 };
    };
  } catch (error) {
    if (!isReply(error, 'NOPERM')) throw error;
    return () => ({});
  }
}

function viewOf(
  { functionId, states, pause, ...found }: FleetFunction,
  all: readonly FleetProcess[],
): FleetView {
  const state = pause ? 'paused' : order.find((each) => states[each]);
  const error = errorOf(functionId, all);
  return {
    ...(state && { state }),
    ...(pause && {
      pause: { since: pause.since.toISOString(), until: pause.until?.toISOString() ?? null },
    }),
    workers: states.listening ?? 0,
    processes: found.processes,
    ...(error !== undefined && { error }),
  };
}

/** The newest error of the processes that cannot listen, and how long it has been so. */
function errorOf(functionId: string, processes: readonly FleetProcess[]): string | undefined {
  const recovering = processes
    .flatMap(({ functions }) => functions[functionId] ?? [])
    .filter(({ state }) => state === 'recovering');
  const errors = recovering.flatMap(({ lastError }) => lastError ?? []);
  const [newest] = errors.sort((one, other) => other.at.getTime() - one.at.getTime());
  const since = Math.min(...recovering.map((each) => each.since.getTime()));
  return newest && `${newest.message}, for ${formatDuration(Date.now() - since)}`;
}
