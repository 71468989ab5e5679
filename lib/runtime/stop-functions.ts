import type { Connections } from '../connections/connections.js';
import type { StopPhases } from '../listeners/listener.js';
import { whenAborted } from '../time/when-aborted.js';
import type { RunningFunction } from './functions/running-function.js';

/** Stops functions, until the deadline at most. Resolves with how many invocations and hooks have not ended. */
export async function stopFunctions(
  running: readonly RunningFunction[],
  schedule: StopPhases,
  connections: Pick<Connections, 'whenSilent'>,
): Promise<number> {
  const stops = Promise.all(running.map((each) => stopFunction(each, schedule, connections)));
  await Promise.race([stops, whenAborted(schedule.deadline)]);
  return unfinishedOf(running);
}

/** Hooks may be told of something to the last: they are waited for when nothing runs any more. */
async function stopFunction(
  { descriptor, listener, hooks, observer }: RunningFunction,
  schedule: StopPhases,
  connections: Pick<Connections, 'whenSilent'>,
): Promise<void> {
  const over = new AbortController();
  // A listener does not reject; if one does all the same, the others are stopped and every connection is closed.
  const stopped = listener.stop(schedule).catch((error: unknown) => observer.failed(error));
  // Of a server that is frozen only an answer can be had, and not the time that a stop may take.
  const silent = connections.whenSilent(descriptor.connection, () => !listener.owes, over.signal);
  await Promise.race([stopped, silent]);
  over.abort();
  await hooks?.whenEnded(schedule.deadline);
}

/** How many invocations and hooks have not ended. */
function unfinishedOf(running: readonly RunningFunction[]): number {
  const hooks = new Set(running.flatMap((each) => each.hooks ?? []));
  const all = [...running.map(({ listener }) => listener), ...hooks];
  return all.reduce((sum, { inFlight }) => sum + inFlight, 0);
}
