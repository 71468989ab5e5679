import type { InvocationContext } from '../messages/invocation-context.js';
import type { ParameterBinding } from './parameter-binding.js';
import { recordParameter } from './record-parameter.js';

/** Binds a parameter to the `InvocationContext`. */
export function Context(): ParameterBinding<InvocationContext> {
  return recordParameter({ from: 'context' });
}
