import { summarize, type FleetFunction } from '../../fleet/fleet-function.js';
import type { Fleet } from '../../fleet/fleet.js';
import { functionUnknown } from '../../functions/find-function.js';
import type { TriggerKind } from '../../messages/raw-message.js';

/** What the command knows of a fleet without asking it. */
export interface SteeringOptions {
  readonly fleetName: string;
  /** The kinds of the functions of the handlers, by their ids; none where no handlers were loaded. */
  readonly kinds: ReadonlyMap<string, TriggerKind>;
}

/** A function that is paused or resumed. */
export interface SteeredFunction {
  readonly functionId: string;
  readonly fleet: string;
  /** How many processes have it at present. */
  readonly processes: number;
  /** In how many of them it is paused by the process itself, which the fleet does not change. */
  readonly pausedByThemselves: number;
}

/** A function as its fleet, and the handlers where there are some, know it. */
export interface FoundFunction extends Pick<FleetFunction, 'pause' | 'kind'> {
  readonly steered: SteeredFunction;
}

/** Finds the function of an id. Throws FUNCTION_UNKNOWN where neither the fleet nor the handlers have it. */
export async function findSteered(
  fleet: Fleet,
  functionId: string,
  { fleetName, kinds }: SteeringOptions,
): Promise<FoundFunction> {
  const [processes, pauses] = await Promise.all([fleet.processes(), fleet.pauses()]);
  const functions = summarize(processes, pauses);
  const found = functions.find((each) => each.functionId === functionId);
  if (!found && !kinds.has(functionId)) {
    const ids = [...new Set([...kinds.keys(), ...functions.map((each) => each.functionId)])];
    throw functionUnknown(functionId, ids, `fleet ${fleetName}`);
  }
  const kind = found?.kind ?? kinds.get(functionId);
  return {
    ...(kind && { kind }),
    ...(found?.pause && { pause: found.pause }),
    steered: {
      functionId,
      fleet: fleetName,
      processes: found?.processes ?? 0,
      pausedByThemselves: processes.filter((each) =>
        each.functions[functionId]?.pausedBy?.includes('process'),
      ).length,
    },
  };
}
