import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import type { Binding } from './binding.js';
import type { ParameterBinding } from './parameter-binding.js';
import { recordParameter } from './record-parameter.js';
import type { TypedToken } from './create-token.js';

/**
 * Binds a parameter to what the container has registered under this token, according to its lifetime there: a decorator of a
 * parameter, or an element of the option `args`.
 */
export function Inject<Value>(
  token: Class<Value> | TypedToken<Value>,
): ParameterBinding<Value> & Binding<'container', Value>;
/** The same for a token whose type the compiler does not know. */
export function Inject(token: Token): ParameterBinding<never> & Binding<'container'>;
export function Inject(token: unknown): ParameterBinding<never> & Binding<'container', never> {
  return recordParameter({ from: 'container', token: token as Token });
}
