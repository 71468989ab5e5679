import type { Problem } from '../../errors/problem.js';
import type { MethodName } from '../../metadata/class.js';
import { parameterMetadata, reflectedParameterTypes } from '../../metadata/parameter-metadata.js';
import type { PayloadType } from '../../triggers/payload-types.js';
import { decoratedParameter } from './decorated-parameter.js';
import { messageParameter } from './message-parameter.js';
import type { MethodReading, ParameterOwner } from './method-reading.js';
import type { ParameterDescriptor } from './parameter-descriptor.js';
import { ParameterProblems } from './parameter-problems.js';
import { reflectedParameter } from './reflected-parameter.js';

/** The parameters of a method, and the payload type that the function has by them or by its trigger. */
export interface DescribedParameters {
  readonly parameters: readonly ParameterDescriptor[];
  readonly payload?: PayloadType;
}

/** Decides what each parameter of a handler is given; what it cannot decide is added to `problems`. */
export function describeParameters(owner: ParameterOwner, problems: Problem[]): DescribedParameters {
  const prototype = owner.handlerClass.prototype as object;
  const types = reflectedParameterTypes(prototype, owner.method);
  const sources = parameterMetadata(prototype, owner.method);
  const decorated = Math.max(0, ...Object.keys(sources).map((index) => Number(index) + 1));
  const length = Math.max(types?.length ?? declaredLength(owner), decorated);
  const method: MethodReading = {
    owner,
    problems: new ParameterProblems(owner.place, problems),
    payload: owner.payload,
  };
  const parameters = Array.from({ length }, (_, index): ParameterDescriptor | undefined => {
    const source = sources[index];
    if (source) return decoratedParameter(source, types?.[index], index, method);
    return types ? reflectedParameter(types[index], index, method) : parameterByPosition(index, method);
  });
  return {
    parameters: Object.freeze(parameters.flatMap((parameter) => (parameter ? Object.freeze(parameter) : []))),
    ...(method.payload && { payload: method.payload }),
  };
}

/**
 * How many arguments a method takes whose types are not known. Two at least: its own count leaves out
 * parameters with a default, and a decorator may have put a function with `...args` in its place.
 */
function declaredLength({ handlerClass, method }: ParameterOwner): number {
  const prototype = handlerClass.prototype as Record<MethodName, { length: number } | undefined>;
  return Math.max(2, prototype[method]?.length ?? 0);
}

/** A parameter of which nothing is known: the first is the message, the second the context. */
function parameterByPosition(index: number, method: MethodReading): ParameterDescriptor | undefined {
  const { owner, payload, problems } = method;
  if (index === 0)
    return owner.batch && payload ? { from: 'payload' } : messageParameter(undefined, index, method);
  if (index === 1) return { from: 'context' };
  problems.add('PARAMETER_TYPES_MISSING', index, 'cannot be bound: no parameter types were emitted');
  return undefined;
}
