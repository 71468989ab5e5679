import { addOnPortOf } from '../runtime/add-on-port.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Fleet } from './fleet.js';
import { memberOf } from './is-reader.js';
import { openFleet } from './open-fleet.js';

/** How long one question to Redis may take, in milliseconds. */
const timeoutInMs = 5_000;

/** A fleet, and its name. */
export interface NamedFleet {
  readonly name: string;
  readonly fleet: Fleet;
}

/** The fleet that a runtime is in, on the connection of the runtime; undefined where it is in none. */
export function fleetOf(runtime: Runtime): NamedFleet | undefined {
  const member = memberOf(runtime);
  const { companionTarget: target, clientOf, describeError } = addOnPortOf(runtime);
  if (!member || !target) return undefined;
  const { name } = member;
  const client = clientOf(target);
  return {
    name,
    fleet: openFleet(name, { client, target, timeoutInMs, describeError, close: () => undefined }),
  };
}
