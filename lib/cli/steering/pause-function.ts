import type { Fleet } from '../../fleet/fleet.js';
import { findSteered, type SteeredFunction, type SteeringOptions } from './find-steered.js';

/** What `pause` did. Times are in ISO 8601; `null` until somebody resumes it. */
export interface PausedFunction extends SteeredFunction {
  readonly until: string | null;
  /** The pause that it had before; `null` where it was not paused. */
  readonly before: { readonly since: string; readonly until: string | null } | null;
  /** Whether what comes meanwhile is missed, as by pub/sub, instead of waiting in Redis. */
  readonly missesMessages: boolean;
}

/** Pauses a function in a whole fleet. Throws FUNCTION_UNKNOWN where nobody knows it. */
export async function pauseFunction(
  fleet: Fleet,
  functionId: string,
  { forInMs, ...known }: SteeringOptions & { readonly forInMs: number | null },
): Promise<PausedFunction> {
  const { steered, kind, pause } = await findSteered(fleet, functionId, known);
  const { until } = await fleet.pause(functionId, forInMs === null ? {} : { forInMs });
  return {
    ...steered,
    until: until?.toISOString() ?? null,
    before: pause ? { since: pause.since.toISOString(), until: pause.until?.toISOString() ?? null } : null,
    missesMessages: kind === 'pubsub',
  };
}
