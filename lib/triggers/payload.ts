import type { Binding } from './binding.js';
import type { ParameterBinding } from './parameter-binding.js';
import type { PayloadOutput, PayloadType } from './payload-types.js';
import { recordParameter } from './record-parameter.js';

/**
 * Binds a parameter to the payload: the message decoded from JSON (for a stream entry, from its fields), transformed
 * and validated. `type` is the class or schema. Default: the trigger's `payload` option, else the parameter's own
 * class. With `batch: true` the parameter is an array of payloads. A decorator of a parameter, or an element of the option
 * `args`.
 */
export function Payload<Type extends PayloadType = never>(type?: Type): PayloadBinding<Type> {
  return recordParameter({ from: 'payload', type });
}

type PayloadBinding<Type extends PayloadType> = ParameterBinding<
  PayloadOutput<Type, never>,
  PayloadOutput<Type, never>[]
> &
  Binding<'payload', PayloadOutput<Type, never>>;
