import type { Class } from '../metadata/class.js';
import { recordParameter } from './record-parameter.js';

/**
 * Binds a parameter to the message, in the form of this class: `RedisMessageModel` unless told, the
 * trigger's raw form (`ChannelMessage`, `ListElement`, `StreamEntry`), `String` or `Buffer`. With
 * `batch: true` the parameter is the array of them. Needed where the compiler emits no types or where the
 * parameter is an array, whose type it cannot emit.
 */
export function Message(form?: Class): ParameterDecorator {
  return recordParameter({ from: 'message', form });
}
