import { defaultFleetName } from '../../fleet/fleet-options.js';
import type { Fleet } from '../../fleet/fleet.js';
import { openFleet } from '../../fleet/open-fleet.js';
import { scrubbedDescription } from '../../logging/scrubbed-description.js';
import { patienceInMs } from '../program/connect.js';
import type { SteeringOptions } from '../steering/find-steered.js';
import { withRedisAlone } from './with-redis-alone.js';

/** Steers a fleet whose functions are known by what its processes tell, without any handlers. */
export function steerRedisAlone<Result>(
  url: string,
  fleetName = defaultFleetName,
  steer: (fleet: Fleet, known: SteeringOptions) => Promise<Result>,
): Promise<Result> {
  return withRedisAlone(url, ({ client, target, secrets }) => {
    const describeError = scrubbedDescription(secrets);
    const close = (): void => undefined;
    const fleet = openFleet(fleetName, { client, target, timeoutInMs: patienceInMs, describeError, close });
    return steer(fleet, { fleetName, kinds: new Map() });
  });
}
