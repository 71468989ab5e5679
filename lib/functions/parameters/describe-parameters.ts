import type { Problem } from '../../errors/problem.js';
import { parameterMetadata, reflectedParameterTypes } from '../../metadata/parameter-metadata.js';
import { bindingSource } from '../../triggers/binding.js';
import type { PayloadType } from '../../triggers/payload-types.js';
import { declaredLength, takesNothing } from './declared-length.js';
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
  /** Whether a parameter is bound by its position, because no type was emitted that could say otherwise. */
  readonly byPosition?: true;
}

/** Decides what each parameter of a handler is given; what it cannot decide is added to `problems`. */
export function describeParameters(owner: ParameterOwner, problems: Problem[]): DescribedParameters {
  const method: MethodReading = {
    owner,
    problems: new ParameterProblems(owner.place, problems),
    payload: owner.payload,
  };
  const described = owner.args ? namedByTrigger(owner.args, method) : namedByParameters(method);
  const { payload } = method;
  const parameters = described.flatMap((parameter) => (parameter ? Object.freeze(parameter) : []));
  return {
    parameters: Object.freeze(parameters),
    ...(payload && { payload }),
    ...(isByPosition(owner) && { byPosition: true }),
  };
}

type Described = readonly (ParameterDescriptor | undefined)[];

/** By the option `args` alone, so that it says the same in both dialects and under each compiler. */
function namedByTrigger(args: NonNullable<ParameterOwner['args']>, method: MethodReading): Described {
  const { owner, problems } = method;
  const decorated = Object.keys(parameterMetadata(prototypeOf(owner), owner.method));
  for (const index of decorated) {
    const remedy = 'Remove the decorator, or `args`.';
    problems.add('OPTION_CONFLICT', Number(index), 'has a decorator beside the option "args"', remedy);
  }
  const length = Math.max(args.length, declaredLength(owner));
  return Array.from({ length }, (_, index) => {
    const binding = args[index];
    if (binding) return decoratedParameter(binding[bindingSource], undefined, index, method);
    const remedy = 'Add what it gets to `args`, in the order of the parameters.';
    problems.add('PARAMETER_UNBINDABLE', index, 'is given nothing by the option "args"', remedy);
    return undefined;
  });
}

/** By the decorators of parameters and by their emitted types; where there is neither, by their position. */
function namedByParameters(method: MethodReading): Described {
  const { owner } = method;
  const types = typesOf(owner);
  const sources = parameterMetadata(prototypeOf(owner), owner.method);
  const decorated = Math.max(0, ...Object.keys(sources).map((index) => Number(index) + 1));
  // Two at least: a decorator may have put a function with `...args` in the place of the method.
  const length = Math.max(types?.length ?? Math.max(2, declaredLength(owner)), decorated);
  const isPayloadNamed = Object.values(sources).some(({ from }) => from === 'payload');
  return Array.from({ length }, (_, index) => {
    const source = sources[index];
    if (source) return decoratedParameter(source, types?.[index], index, method);
    return types
      ? reflectedParameter(types[index], index, method)
      : parameterByPosition(index, isPayloadNamed, method);
  });
}

/** A parameter of which nothing is known: the first is the payload or else the message, the second the context. */
function parameterByPosition(
  index: number,
  isPayloadNamed: boolean,
  method: MethodReading,
): ParameterDescriptor | undefined {
  const { owner, payload, problems } = method;
  if (index === 0)
    return payload && !isPayloadNamed ? { from: 'payload' } : messageParameter(undefined, index, method);
  if (index === 1) return { from: 'context' };
  const why = owner.isStandard
    ? 'a standard decorator has no parameter types'
    : 'no parameter types were emitted';
  const remedy = owner.isStandard
    ? 'Name what each parameter gets: `args: [Message(), Context(), Inject(Shop)]` in the trigger.'
    : undefined;
  problems.add('PARAMETER_TYPES_MISSING', index, `cannot be bound: ${why}`, remedy);
  return undefined;
}

/** A standard decorator has no types by its nature, and the compiler checked the method against the positions. */
function isByPosition(owner: ParameterOwner): boolean {
  if (owner.args || owner.isStandard || typesOf(owner) || takesNothing(owner)) return false;
  const sources = parameterMetadata(prototypeOf(owner), owner.method);
  return Array.from({ length: Math.max(1, declaredLength(owner)) }).some(
    (_, index) => !Object.hasOwn(sources, index),
  );
}

function typesOf(owner: ParameterOwner): readonly unknown[] | undefined {
  return reflectedParameterTypes(prototypeOf(owner), owner.method);
}

function prototypeOf({ handlerClass }: ParameterOwner): object {
  return handlerClass.prototype as object;
}
