import { clipped } from '../../errors/clipped.js';
import type { FleetProcess } from '../../fleet/fleet-process.js';
import type { ProcessPage, ShownProcess } from '../shapes.js';
import type { Observer } from './observer.js';

/** A fleet of thousands is shown as far as somebody reads. */
const mostProcesses = 500;

/** The processes of the fleet; without one, this process. */
export async function readProcesses({ fleet, source }: Observer): Promise<ProcessPage> {
  if (!fleet) {
    return {
      processes: [],
      unknown:
        'Processes tell of themselves where the program is in a fleet: give createRuntime the option `fleet`.',
    };
  }
  const { processes, error } = await fleet.get();
  const none = `No process of the fleet ${fleet.name} is there. One that runs without a \`fleet\` does not tell of itself.`;
  return {
    processes: processes.slice(0, mostProcesses).map((each) => show(each, source.running !== undefined)),
    ...(error !== undefined ? { unknown: error } : processes.length === 0 && { unknown: none }),
  };
}

function show({ functions, startedAt, ...process }: FleetProcess, servesItself: boolean): ShownProcess {
  const own = Object.entries(functions);
  const count = (state: string): number => own.filter(([, each]) => each.state === state).length;
  const sum = (name: 'inFlight' | 'succeeded' | 'failed'): number =>
    own.reduce((total, [, each]) => total + each[name], 0);
  const [newest] = own
    .flatMap(([functionId, { lastError }]) => (lastError ? [{ functionId, ...lastError }] : []))
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  const { id, host, pid, version, state } = process;
  return {
    id,
    host: clipped(host),
    pid,
    ...(version !== undefined && { version: clipped(version) }),
    startedAt: startedAt.getTime(),
    state,
    functions: own.length,
    listening: count('listening'),
    recovering: count('recovering'),
    paused: count('paused'),
    inFlight: sum('inFlight'),
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    ...(newest && {
      lastError: {
        functionId: newest.functionId,
        name: newest.name,
        message: newest.message,
        at: newest.at.getTime(),
      },
    }),
    isThisOne: servesItself && pid === globalThis.process.pid,
  };
}
