import { SharedReading } from '../../backlog/shared-reading.js';
import { addOnPortOf, type KeyState } from '../../runtime/add-on-port.js';
import type { Runtime } from '../../runtime/runtime.js';

/** How old what is read from Redis may be: however often metrics are asked for, Redis is asked once in this time. */
export const maxAgeInMs = 5_000;

/** How long a reading may take: whoever scrapes waits for it. */
const patienceInMs = 2_000;

/** How the keys of one function fare. */
export interface FunctionKeys {
  readonly functionId: string;
  readonly keys: readonly KeyState[];
}

const readings = new WeakMap<Runtime, SharedReading<readonly FunctionKeys[]>>();

/**
 * How the keys of all functions of a runtime fare, at most some seconds ago, whoever asked for it then. Never rejects: functions
 * whose Redis does not answer in time are left out, and are asked again some seconds later.
 */
export function readBacklogs(runtime: Runtime): Promise<readonly FunctionKeys[]> {
  const known = readings.get(runtime);
  if (known) return known.get(maxAgeInMs);
  const made = new SharedReading(() => readNow(runtime), addOnPortOf(runtime).clock);
  readings.set(runtime, made);
  return made.get(maxAgeInMs);
}

async function readNow(runtime: Runtime): Promise<readonly FunctionKeys[]> {
  const port = addOnPortOf(runtime);
  const read = await Promise.allSettled(
    runtime.functions.map(async (descriptor) => ({
      functionId: descriptor.id,
      keys: await port.keyStates(descriptor, patienceInMs),
    })),
  );
  return read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
