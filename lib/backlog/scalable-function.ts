import { nearestName } from '../errors/nearest-name.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { FunctionDescriptor, ListFunction, StreamFunction } from '../functions/function-descriptor.js';

/** A function whose messages wait in Redis, so that it can be told how many workers they need. */
export type ScalableFunction = ListFunction | StreamFunction;

/** Whether messages wait for this function; published ones never do. */
export function isScalable(descriptor: FunctionDescriptor): descriptor is ScalableFunction {
  return descriptor.kind !== 'pubsub';
}

/** The function of this id. Throws where there is none, and where nothing waits for it. */
export function findScalable(functions: readonly FunctionDescriptor[], functionId: string): ScalableFunction {
  const found = functions.find(({ id }) => id === functionId);
  if (!found) throw unknownFunction(functions, functionId);
  if (isScalable(found)) return found;
  const what = 'a pub/sub function has no scale: published messages do not wait';
  throw new RedisTriggersError({ code: 'FUNCTION_NOT_SCALABLE', place: found.id, what });
}

function unknownFunction(functions: readonly FunctionDescriptor[], functionId: string): RedisTriggersError {
  const ids = functions.map(({ id }) => id);
  const near = nearestName(functionId, ids);
  const remedy = near ? `Did you mean "${near}"?` : `The functions are: ${ids.join(', ') || 'none'}.`;
  const what = 'there is no function of this id';
  return new RedisTriggersError({ code: 'FUNCTION_UNKNOWN', place: functionId, what, remedy });
}
