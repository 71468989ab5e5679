import type { Fleet } from '../../fleet/fleet.js';
import { findSteered, type SteeredFunction, type SteeringOptions } from './find-steered.js';

/** What `resume` did. */
export interface ResumedFunction extends SteeredFunction {
  /** Whether the fleet had paused it. */
  readonly wasPaused: boolean;
}

/** Ends the pause of a function in a whole fleet. Throws FUNCTION_UNKNOWN where nobody knows it. */
export async function resumeFunction(
  fleet: Fleet,
  functionId: string,
  known: SteeringOptions,
): Promise<ResumedFunction> {
  const { steered } = await findSteered(fleet, functionId, known);
  return { ...steered, wasPaused: await fleet.resume(functionId) };
}
