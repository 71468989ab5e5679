import type { TriggerKind } from '../messages/raw-message.js';
import type { MethodName } from '../metadata/class.js';
import type { WrongArgs, WrongPosition } from './argument-check.js';
import type { Bindings } from './binding.js';
import type { WrongHandler } from './handler-check.js';
import type { AnyMethod, InstanceMethodContext } from './method-decorator.js';
import type { NeverThis, Refusal } from './refusal.js';

/**
 * A decorator, standard or legacy, for a method that can take what a trigger gives: `Batch` says whether messages come as an
 * array, `Output` what their payload is, `unknown` where the compiler does not know it, `Args` what its parameters are bound
 * to, `never` where the trigger does not say it. It is a `MethodDecorator` as well.
 */
export interface TriggerDecorator<
  Kind extends TriggerKind,
  Batch extends boolean = boolean,
  Output = unknown,
  Args extends Bindings = never,
> {
  <Value>(
    this: NeverThis,
    prototype: object,
    method: MethodName,
    descriptor: TypedPropertyDescriptor<Value>,
  ): void;
  <This, Method extends AnyMethod>(
    method: Method,
    context: InstanceMethodContext<This, Method, StandardCheck<Kind, Batch, Output, Args, Method>>,
  ): void;
  // The last signature is the one that the compiler explains last.
  <Method extends AnyMethod>(
    prototype: object,
    method: MethodName,
    descriptor: TypedPropertyDescriptor<Method> & LegacyCheck<Kind, Batch, Output, Args, Method>,
  ): void;
}

/** A compiler emits no types for standard decorators, so that position decides where `args` does not. */
type StandardCheck<
  Kind extends TriggerKind,
  Batch extends boolean,
  Output,
  Args extends Bindings,
  Method,
> = Method extends (...parameters: infer Parameters) => unknown
  ? Refused<Wrong<Kind, Batch, Output, Args, Parameters, WrongPosition<Batch, Output, Parameters>>>
  : unknown;

/** Emitted types or decorators may bind parameters, so that only what nothing can give is refused. */
type LegacyCheck<
  Kind extends TriggerKind,
  Batch extends boolean,
  Output,
  Args extends Bindings,
  Method,
> = Method extends (...parameters: infer Parameters) => unknown
  ? Refused<Wrong<Kind, Batch, Output, Args, Parameters, never>>
  : unknown;

/** What is wrong with the parameters in either dialect, else `Otherwise`. */
type Wrong<
  Kind extends TriggerKind,
  Batch extends boolean,
  Output,
  Args extends Bindings,
  Parameters extends readonly unknown[],
  Otherwise extends string,
> = [Args] extends [never]
  ? [WrongHandler<Kind, Batch, Output, Required<Parameters>>] extends [never]
    ? Otherwise
    : WrongHandler<Kind, Batch, Output, Required<Parameters>>
  : WrongArgs<Kind, Batch, Output, Args, Parameters>;

type Refused<Reason extends string> = [Reason] extends [never] ? unknown : Refusal<Reason>;
