import type { ErrorCode } from '../errors/error-codes.js';
import type { Problem } from '../errors/problem.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { Class, MethodName } from '../metadata/class.js';
import {
  parameterMetadata,
  reflectedParameterTypes,
  type ParameterSource,
  type Token,
} from '../metadata/parameter-metadata.js';
import { InvocationContext } from '../messages/invocation-context.js';
import type { PayloadType } from '../triggers/payload.js';
import { messageFormOf, rawForms } from './message-form.js';
import type { ParameterDescriptor } from './parameter-descriptor.js';
import { isStandardSchema } from './payload-type.js';

/** What the parameters of a method depend on. */
export interface ParameterOwner {
  readonly handlerClass: Class;
  readonly method: MethodName;
  readonly place: string;
  readonly kind: TriggerKind;
  readonly batch: boolean;
  readonly payload?: PayloadType;
  readonly payloadField?: string;
}

/** The parameters of a method, and the payload type that the function has by them or by its trigger. */
export interface DescribedParameters {
  readonly parameters: readonly ParameterDescriptor[];
  readonly payload?: PayloadType;
}

/** What the compiler emits for types that are not there at run time, or that are no class of the user's. */
const erasedTypes = new Set<unknown>([
  Object,
  Function,
  Array,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Promise,
  Map,
  Set,
  Date,
  undefined,
]);

/** Decides what each parameter of a handler is given; what it cannot decide is added to `problems`. */
export function describeParameters(owner: ParameterOwner, problems: Problem[]): DescribedParameters {
  return new ParameterReader(owner, problems).read();
}

class ParameterReader {
  private payload: PayloadType | undefined;

  constructor(
    private readonly owner: ParameterOwner,
    private readonly problems: Problem[],
  ) {
    this.payload = owner.payload;
  }

  read(): DescribedParameters {
    const { handlerClass, method } = this.owner;
    const prototype = handlerClass.prototype as object;
    const types = reflectedParameterTypes(prototype, method);
    const sources = parameterMetadata(prototype, method);
    const decorated = Math.max(0, ...Object.keys(sources).map((index) => Number(index) + 1));
    const length = Math.max(types?.length ?? this.declaredLength, decorated);
    const parameters = Array.from({ length }, (_, index): ParameterDescriptor | undefined => {
      const source = sources[index];
      if (source) return this.named(source, types?.[index], index);
      return types ? this.byType(types[index], index) : this.byPosition(index);
    });
    return {
      parameters: Object.freeze(
        parameters.flatMap((parameter) => (parameter ? Object.freeze(parameter) : [])),
      ),
      ...(this.payload && { payload: this.payload }),
    };
  }

  /**
   * How many arguments a method takes whose types are not known. Two at least: its own count leaves out
   * parameters with a default, and a decorator may have put a function with `...args` in its place.
   */
  private get declaredLength(): number {
    const prototype = this.owner.handlerClass.prototype as Record<MethodName, { length: number } | undefined>;
    return Math.max(2, prototype[this.owner.method]?.length ?? 0);
  }

  /** A parameter that a decorator names. */
  private named(source: ParameterSource, type: unknown, index: number): ParameterDescriptor | undefined {
    switch (source.from) {
      case 'message':
        return this.namedMessage(source.form, type, index);
      case 'payload':
        return this.payloadOf(source.type, type, index);
      case 'context':
        return { from: 'context' };
      case 'container':
        return this.injected(source.token, index);
    }
  }

  private injected(token: unknown, index: number): ParameterDescriptor | undefined {
    if (['function', 'string', 'symbol'].includes(typeof token)) {
      return { from: 'container', token: token as Token };
    }
    const remedy = 'Fix the import cycle that leaves it undefined, or use a string or symbol as the token.';
    return this.problem('PARAMETER_TYPE_ERASED', index, `is injected by ${String(token)}`, remedy);
  }

  private namedMessage(form: unknown, type: unknown, index: number): ParameterDescriptor | undefined {
    const { batch } = this.owner;
    const isForm = messageFormOf(type) !== undefined;
    if (batch && isForm) return this.notAnArray(type as Class, index);
    if (!batch && type === Array) {
      const remedy = 'Set `batch: true`, or take one message.';
      const what = 'takes several messages, but the trigger has no `batch: true`';
      return this.problem('PARAMETER_UNBINDABLE', index, what, remedy);
    }
    return this.message(form ?? (isForm ? type : undefined), index);
  }

  /** A parameter that only its type describes. */
  private byType(type: unknown, index: number): ParameterDescriptor | undefined {
    const { batch, payload } = this.owner;
    if (batch && type === Array) return payload ? { from: 'payload' } : this.message(undefined, index);
    if (type === InvocationContext) return { from: 'context' };
    if (type === AbortSignal) return { from: 'signal' };
    if (messageFormOf(type) || (payload !== undefined && type === payload)) {
      if (batch) return this.notAnArray(type as Class, index);
      return type === payload ? { from: 'payload' } : this.message(type, index);
    }
    if (typeof type !== 'function' || erasedTypes.has(type)) {
      const seen = typeof type === 'function' ? type.name : String(type);
      return this.problem(
        'PARAMETER_TYPE_ERASED',
        index,
        `has no class at run time (the compiler emitted ${seen})`,
      );
    }
    return { from: 'container', token: type as Token };
  }

  /** A parameter of which nothing is known: the first is the message, the second the context. */
  private byPosition(index: number): ParameterDescriptor | undefined {
    if (index === 0)
      return this.owner.batch && this.payload ? { from: 'payload' } : this.message(undefined, index);
    if (index === 1) return { from: 'context' };
    return this.problem('PARAMETER_TYPES_MISSING', index, 'cannot be bound: no parameter types were emitted');
  }

  private message(type: unknown, index: number): ParameterDescriptor | undefined {
    const { kind, payloadField } = this.owner;
    const form = type === undefined ? 'model' : messageFormOf(type);
    if (!form)
      return this.problem(
        'PARAMETER_UNBINDABLE',
        index,
        'asks for the message in a form that does not exist',
      );
    if (form === 'raw' && type !== rawForms[kind]) {
      const remedy = `Use ${rawForms[kind].name}, or RedisMessageModel.`;
      return this.problem(
        'PARAMETER_UNBINDABLE',
        index,
        `is a ${(type as Class).name}, which a ${kind} trigger never provides`,
        remedy,
      );
    }
    if (form === 'bytes' && kind === 'stream' && payloadField === undefined) {
      const remedy = 'Take the StreamEntry, or name the field with the `payloadField` option.';
      return this.problem(
        'PARAMETER_UNBINDABLE',
        index,
        'is a Buffer, but a stream entry has several fields',
        remedy,
      );
    }
    return { from: 'message', form };
  }

  private payloadOf(given: unknown, reflected: unknown, index: number): ParameterDescriptor | undefined {
    const ownClass =
      typeof reflected === 'function' && !erasedTypes.has(reflected) && !messageFormOf(reflected);
    const type = given ?? this.payload ?? (ownClass ? reflected : undefined);
    if (typeof type !== 'function' && !isStandardSchema(type)) {
      const remedy = 'Name the class or schema: @Payload(Order), or the `payload` option of the trigger.';
      return this.problem(
        'PARAMETER_TYPE_ERASED',
        index,
        'is a payload whose type is not known at run time',
        remedy,
      );
    }
    if (this.payload !== undefined && this.payload !== type) {
      const remedy = 'Decode it once: use the same class or schema everywhere.';
      return this.problem(
        'OPTION_CONFLICT',
        index,
        'is a payload of a different type than the function already has',
        remedy,
      );
    }
    this.payload = type as PayloadType;
    if (this.owner.batch && ownClass && reflected === type) return this.notAnArray(reflected as Class, index);
    return { from: 'payload' };
  }

  private notAnArray(type: Class, index: number): ParameterDescriptor | undefined {
    const decorator = type === this.payload ? '@Payload()' : `@Message(${type.name})`;
    const remedy = `Make it an array: ${decorator} messages: ${type.name}[].`;
    return this.problem(
      'PARAMETER_UNBINDABLE',
      index,
      'takes one message, but the trigger has `batch: true`',
      remedy,
    );
  }

  private problem(
    code: ErrorCode,
    index: number,
    what: string,
    remedy?: string,
  ): ParameterDescriptor | undefined {
    const place = this.owner.place;
    this.problems.push({ code, place, what: `parameter ${index + 1} ${what}`, ...(remedy && { remedy }) });
    return undefined;
  }
}
