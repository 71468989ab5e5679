import { InvocationContext } from '../../messages/invocation-context.js';
import type { Class } from '../../metadata/class.js';
import type { Token } from '../../metadata/parameter-metadata.js';
import { erasedTypes } from './erased-types.js';
import { messageFormOf } from './message-form.js';
import { messageParameter } from './message-parameter.js';
import type { MethodReading } from './method-reading.js';
import type { ParameterDescriptor } from './parameter-descriptor.js';

/** A parameter that only its type describes. */
export function reflectedParameter(
  type: unknown,
  index: number,
  method: MethodReading,
): ParameterDescriptor | undefined {
  const { owner, problems } = method;
  const { batch, payload } = owner;
  if (batch && type === Array)
    return payload ? { from: 'payload' } : messageParameter(undefined, index, method);
  if (type === InvocationContext) return { from: 'context' };
  if (type === AbortSignal) return { from: 'signal' };
  if (messageFormOf(type) || (payload !== undefined && type === payload)) {
    if (batch) {
      problems.addNotAnArray(type as Class, index, method.payload);
      return undefined;
    }
    return type === payload ? { from: 'payload' } : messageParameter(type, index, method);
  }
  if (typeof type !== 'function' || erasedTypes.has(type)) {
    const seen = typeof type === 'function' ? type.name : String(type);
    const what = `has no class at run time (the compiler emitted ${seen})`;
    problems.add('PARAMETER_TYPE_ERASED', index, what, remedyFor(type));
    return undefined;
  }
  return { from: 'container', token: type as Token };
}

/** For types that no import brings back. */
function remedyFor(type: unknown): string | undefined {
  if (type === Array) return 'Take one message, or set `batch: true` in the trigger to take several at once.';
  const scalar = [Number, Boolean, Date, BigInt].find((each) => type === each);
  if (scalar === undefined) return undefined;
  return `A message is a text: take it as a string and convert it, or as a \`payload\` with a schema that makes a ${scalar.name} of it.`;
}
