import type { PayloadDecoder } from '../../binding/payload-decoder.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';

/** A function with what was found and loaded for it before the start. */
export interface PreparedFunction {
  readonly descriptor: FunctionDescriptor;
  readonly target: ConnectionTarget;
  readonly decode: PayloadDecoder | undefined;
}
