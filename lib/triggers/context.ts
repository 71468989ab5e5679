import type { InvocationContext } from '../messages/invocation-context.js';
import type { Binding } from './binding.js';
import type { ParameterBinding } from './parameter-binding.js';
import { recordParameter } from './record-parameter.js';

/** Binds a parameter to the `InvocationContext`: a decorator of a parameter, or an element of the option `args`. */
export function Context(): ParameterBinding<InvocationContext> & Binding<'context', InvocationContext> {
  return recordParameter({ from: 'context' });
}
