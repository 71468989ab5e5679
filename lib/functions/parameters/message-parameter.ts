import type { Class } from '../../metadata/class.js';
import { messageFormOf, rawForms } from './message-form.js';
import type { MethodReading } from './method-reading.js';
import type { ParameterDescriptor } from './parameter-descriptor.js';

/** A parameter that is the message itself, in the form of a class; undefined: as `RedisMessageModel`. */
export function messageParameter(
  type: unknown,
  index: number,
  { owner, problems }: MethodReading,
): ParameterDescriptor | undefined {
  const { kind, payloadField } = owner;
  const form = type === undefined ? 'model' : messageFormOf(type);
  if (!form) {
    problems.add('PARAMETER_UNBINDABLE', index, 'asks for the message in a form that does not exist');
    return undefined;
  }
  if (form === 'raw' && type !== rawForms[kind]) {
    const remedy = `Use ${rawForms[kind].name}, or RedisMessageModel.`;
    const what = `is a ${(type as Class).name}, which a ${kind} trigger never provides`;
    problems.add('PARAMETER_UNBINDABLE', index, what, remedy);
    return undefined;
  }
  if (form === 'bytes' && kind === 'stream' && payloadField === undefined) {
    const remedy = 'Take the StreamEntry, or name the field with the `payloadField` option.';
    const what = 'is a Buffer, but a stream entry has several fields';
    problems.add('PARAMETER_UNBINDABLE', index, what, remedy);
    return undefined;
  }
  return { from: 'message', form };
}
