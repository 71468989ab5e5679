import { throwProblems } from '../errors/redis-triggers-error.js';
import type { RuntimeCompanion } from '../runtime/companion/runtime-companion.js';
import type { Runtime } from '../runtime/runtime.js';
import { FleetMember } from './fleet-member.js';
import { checkFleetOptions, type FleetOptions } from './fleet-options.js';
import { noteMember } from './is-reader.js';

/** Makes a runtime that is a member of a fleet. */
export async function joinFleet(
  options: FleetOptions,
  build: (companion: RuntimeCompanion) => Promise<Runtime>,
): Promise<Runtime> {
  throwProblems(checkFleetOptions(options));
  const member = new FleetMember(options);
  const runtime = await build(member);
  noteMember(runtime, member);
  return runtime;
}
