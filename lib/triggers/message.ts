import type { Class } from '../metadata/class.js';
import { recordParameter } from './record-parameter.js';

/**
 * Binds a parameter to the message. `form` is `RedisMessageModel`, the trigger's raw form (`ChannelMessage`,
 * `ListElement`, `StreamEntry`), `String` or `Buffer`. Default: the parameter's own type if it is one of these, else
 * `RedisMessageModel`. With `batch: true` the parameter is an array of these. Needed where the compiler emits no
 * parameter types, and for an array, whose element type it cannot emit.
 */
export function Message(form?: Class): ParameterDecorator {
  return recordParameter({ from: 'message', form });
}
