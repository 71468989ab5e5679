import { ownClassOf } from '../../messages/own-class.js';
import type { Class } from '../../metadata/class.js';
import { isToken, type ParameterSource } from '../../metadata/parameter-metadata.js';
import type { PayloadType } from '../../triggers/payload-types.js';
import { erasedTypes } from './erased-types.js';
import { inputParameter, redisParameter } from './input-parameter.js';
import { messageFormOf } from './message-form.js';
import { messageParameter } from './message-parameter.js';
import type { MethodReading } from './method-reading.js';
import type { ParameterDescriptor } from './parameter-descriptor.js';
import type { ParameterProblems } from './parameter-problems.js';
import { isStandardSchema } from '../options/payload-type.js';

/** A parameter that a decorator names; `type` is the one that was emitted for it, if any was. */
export function decoratedParameter(
  source: ParameterSource,
  type: unknown,
  index: number,
  method: MethodReading,
): ParameterDescriptor | undefined {
  switch (source.from) {
    case 'message':
      return namedMessage(ownClassOf(source.form), type, index, method);
    case 'payload':
      return namedPayload(source.type, type, index, method);
    case 'context':
      return { from: 'context' };
    case 'container':
      return injected(ownClassOf(source.token), index, method.problems);
    case 'input':
      return inputParameter(source.options, type, index, method);
    case 'redis':
      return redisParameter(source.connection, method);
  }
}

function injected(
  token: unknown,
  index: number,
  problems: ParameterProblems,
): ParameterDescriptor | undefined {
  if (isToken(token)) return { from: 'container', token };
  const remedy = 'Fix the import cycle that leaves it undefined, or use a string or symbol as the token.';
  problems.add('PARAMETER_TYPE_ERASED', index, `is injected by ${String(token)}`, remedy);
  return undefined;
}

function namedMessage(
  form: unknown,
  type: unknown,
  index: number,
  method: MethodReading,
): ParameterDescriptor | undefined {
  const { owner, problems, payload } = method;
  const isForm = messageFormOf(type) !== undefined;
  if (owner.batch && isForm) {
    problems.addNotAnArray(type as Class, index, payload);
    return undefined;
  }
  if (!owner.batch && type === Array) {
    const remedy = 'Set `batch: true`, or take one message.';
    const what = 'takes several messages, but the trigger has no `batch: true`';
    problems.add('PARAMETER_UNBINDABLE', index, what, remedy);
    return undefined;
  }
  return messageParameter(form ?? (isForm ? type : undefined), index, method);
}

function namedPayload(
  given: unknown,
  reflected: unknown,
  index: number,
  method: MethodReading,
): ParameterDescriptor | undefined {
  const { owner, problems } = method;
  const ownClass =
    typeof reflected === 'function' && !erasedTypes.has(reflected) && !messageFormOf(reflected);
  const type = given ?? method.payload ?? (ownClass ? reflected : undefined);
  if (typeof type !== 'function' && !isStandardSchema(type)) {
    const remedy = 'Name the class or schema: @Payload(Order), or the `payload` option of the trigger.';
    const what = 'is a payload whose type is not known at run time';
    problems.add('PARAMETER_TYPE_ERASED', index, what, remedy);
    return undefined;
  }
  if (method.payload !== undefined && method.payload !== type) {
    const remedy = 'Decode it once: use the same class or schema everywhere.';
    const what = 'is a payload of a different type than the function already has';
    problems.add('OPTION_CONFLICT', index, what, remedy);
    return undefined;
  }
  method.payload = type as PayloadType;
  if (owner.batch && ownClass && reflected === type) {
    problems.addNotAnArray(reflected as Class, index, method.payload);
    return undefined;
  }
  return { from: 'payload' };
}
