import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { findFunction } from '../functions/find-function.js';
import type { FunctionDescriptor, ListFunction, StreamFunction } from '../functions/function-descriptor.js';

/** A function whose messages wait in Redis, so that it can be told how many workers they need. */
export type ScalableFunction = ListFunction | StreamFunction;

/** Whether messages wait for this function; published ones never do. */
export function isScalable(descriptor: FunctionDescriptor): descriptor is ScalableFunction {
  return descriptor.kind !== 'pubsub';
}

/** The function of this id. Throws where there is none, and where nothing waits for it. */
export function findScalable(
  functions: readonly FunctionDescriptor[],
  functionId: string,
  place: string,
): ScalableFunction {
  const found = findFunction(functions, functionId, place);
  if (isScalable(found)) return found;
  const what = 'a pub/sub function has no scale: published messages do not wait in Redis';
  throw new RedisTriggersError({ code: 'FUNCTION_NOT_SCALABLE', place: found.id, what });
}
