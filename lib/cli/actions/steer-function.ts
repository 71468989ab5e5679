import type { Fleet } from '../../fleet/fleet.js';
import { usageError } from '../frame/command-error.js';
import type { ActionContext } from '../program/action-context.js';
import { pauseFunction, type PausedFunction } from '../steering/pause-function.js';
import type { SteeringOptions } from '../steering/find-steered.js';
import { resumeFunction, type ResumedFunction } from '../steering/resume-function.js';

/** Which function is paused or resumed. */
export interface SteeringArguments {
  readonly functionId: string;
  /** The fleet; null for that of the program. */
  readonly fleetName: string | null;
}

/** Pauses a function in the whole fleet of the program. */
export async function pauseInFleet(
  context: ActionContext,
  { functionId, fleetName, forInMs }: SteeringArguments & { readonly forInMs: number | null },
): Promise<PausedFunction> {
  const { fleet, ...known } = await fleetOf(context, fleetName);
  return pauseFunction(fleet, functionId, { ...known, forInMs });
}

/** Ends the pause of a function in the whole fleet of the program. */
export async function resumeInFleet(
  context: ActionContext,
  { functionId, fleetName }: SteeringArguments,
): Promise<ResumedFunction> {
  const { fleet, ...known } = await fleetOf(context, fleetName);
  return resumeFunction(fleet, functionId, known);
}

async function fleetOf(
  { program }: ActionContext,
  given: string | null,
): Promise<SteeringOptions & { readonly fleet: Fleet }> {
  const loaded = await program();
  const fleetName = given ?? loaded.fleetName;
  const fleet = await loaded.connectFleet(fleetName);
  if (!fleet || fleetName === undefined) {
    const remedy =
      'Set `fleet` in redis-triggers.config.js or in the member redis-triggers of package.json, or name the fleet with --fleet';
    throw usageError('the program is in no fleet, so its processes cannot be reached together', remedy);
  }
  return { fleet, fleetName, kinds: new Map(loaded.functions.map(({ id, kind }) => [id, kind])) };
}
