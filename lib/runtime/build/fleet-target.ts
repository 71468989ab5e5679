import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { FoundFunctions } from './find-functions.js';

/** Who has the option `fleet`. */
export interface FleetPlace {
  readonly place: string;
  readonly code: ErrorCode;
}

/**
 * Where the connection of a fleet leads: the one that is named, else the one that all functions have. What is wrong with it
 * is added to `problems`.
 */
export function fleetTarget(
  connection: string | undefined,
  { catalog, targets }: Pick<FoundFunctions, 'catalog' | 'targets'>,
  { place, code }: FleetPlace,
  problems: Problem[],
): ConnectionTarget | undefined {
  const [only, ...others] = targets.values();
  if (connection === undefined && only && others.length === 0) return only;
  try {
    if (connection !== undefined) return catalog.resolve(connection, place);
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
  const names = [...targets.keys()].join(', ') || 'none';
  const what = `the option "fleet.connection" is missing, and the functions have not one connection but: ${names}`;
  const remedy = 'Name the connection whose Redis is to hold the keys of the fleet.';
  problems.push({ code, place, what, remedy });
  return undefined;
}
