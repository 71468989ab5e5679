import type { Class } from '../metadata/class.js';
import type { Token } from '../metadata/parameter-metadata.js';
import type { ParameterBinding } from './parameter-binding.js';
import { recordParameter } from './record-parameter.js';

/** Binds a parameter to what the container has registered under this token, according to its lifetime there. */
export function Inject<Value>(token: Class<Value>): ParameterBinding<Value>;
/** Binds a parameter to what the container has registered under this token, whose type the compiler does not know. */
export function Inject(token: Token): ParameterBinding<never>;
export function Inject(token: Token): ParameterBinding<never> {
  return recordParameter({ from: 'container', token });
}
