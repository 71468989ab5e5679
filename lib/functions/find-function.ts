import { clipped } from '../errors/clipped.js';
import { nearestName } from '../errors/nearest-name.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor } from './function-descriptor.js';

/** The function of this id. Throws FUNCTION_UNKNOWN where there is none, in the name of who was asked. */
export function findFunction(
  functions: readonly FunctionDescriptor[],
  functionId: string,
  place: string,
): FunctionDescriptor {
  const found = functions.find(({ id }) => id === functionId);
  if (found) return found;
  const ids = functions.map(({ id }) => id);
  throw functionUnknown(functionId, ids, place);
}

/** That none of these ids is the one that was asked for; names the one that was probably meant. */
export function functionUnknown(
  functionId: string,
  ids: readonly string[],
  place: string,
): RedisTriggersError {
  const near = nearestName(functionId, ids);
  const known = ids.length > 0 ? `The ids are: ${ids.join(', ')}.` : 'There is no function at all.';
  return new RedisTriggersError({
    code: 'FUNCTION_UNKNOWN',
    place,
    what: `there is no function with the id "${clipped(functionId)}"`,
    remedy: near ? `Did you mean "${near}"?` : known,
  });
}
