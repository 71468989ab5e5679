import type { PayloadDecoder } from '../../binding/payload-decoder.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { findFunction } from '../../functions/find-function.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { ListenerMaker } from './make-listener.js';

/** A function with what was found and loaded for it before the start. */
export interface PreparedFunction {
  readonly descriptor: FunctionDescriptor;
  readonly target: ConnectionTarget;
  readonly decode: PayloadDecoder | undefined;
  readonly makeListener: ListenerMaker;
}

/** The one with this id. Throws FUNCTION_UNKNOWN where there is none. */
export function findPrepared(prepared: readonly PreparedFunction[], functionId: string): PreparedFunction {
  const descriptors = prepared.map(({ descriptor }) => descriptor);
  const found = prepared[descriptors.indexOf(findFunction(descriptors, functionId, 'Runtime'))];
  if (!found) throw new Error(`${functionId} was not prepared`);
  return found;
}
