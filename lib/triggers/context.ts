import { recordParameter } from './record-parameter.js';

/** Binds a parameter to the `InvocationContext`. */
export function Context(): ParameterDecorator {
  return recordParameter({ from: 'context' });
}
