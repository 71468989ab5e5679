import type { Class } from '../metadata/class.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';
import type { Binding } from './binding.js';
import type { ParameterBinding } from './parameter-binding.js';
import { recordParameter } from './record-parameter.js';

/**
 * Binds a parameter to the message. `form` is `RedisMessageModel`, the trigger's raw form (`ChannelMessage`,
 * `ListElement`, `StreamEntry`), `String` or `Buffer`. Default: the parameter's own type if it is one of these, else
 * `RedisMessageModel`. With `batch: true` the parameter is an array of these. Needed where the compiler emits no
 * parameter types, and for an array, whose element type it cannot emit. A decorator of a parameter, or an element of the
 * option `args`, where the default is `RedisMessageModel`.
 */
export function Message<Form extends Class = never>(
  form?: Form,
): ParameterBinding<In<Form>, In<Form>[]> & Binding<'message', Named<Form>> {
  return recordParameter({ from: 'message', form });
}

type Named<Form extends Class> = [Form] extends [never] ? RedisMessageModel : In<Form>;

type In<Form extends Class> = Form extends StringConstructor
  ? string
  : Form extends Class<infer Instance>
    ? Instance
    : never;
