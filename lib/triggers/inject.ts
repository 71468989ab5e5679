import type { Token } from '../metadata/parameter-metadata.js';
import { recordParameter } from './record-parameter.js';

/** Binds a parameter to what the container has registered under this token, according to its lifetime there. */
export function Inject(token: Token): ParameterDecorator {
  return recordParameter({ from: 'container', token });
}
