import type { TriggerKind } from '../messages/raw-message.js';
import type { MethodName } from '../metadata/class.js';
import type { WrongHandler } from './handler-check.js';
import type { NeverThis, Refusal } from './refusal.js';

/**
 * A decorator for a method that can take what a trigger gives: `Batch` says whether messages come as an array, `Output`
 * what their payload is, `unknown` where the compiler does not know it. It is a `MethodDecorator` as well.
 */
export interface TriggerDecorator<
  Kind extends TriggerKind,
  Batch extends boolean = boolean,
  Output = unknown,
> {
  <Value>(
    this: NeverThis,
    prototype: object,
    method: MethodName,
    descriptor: TypedPropertyDescriptor<Value>,
  ): void;
  // The last signature is the one that the compiler explains last.
  <Method extends AnyMethod>(
    prototype: object,
    method: MethodName,
    descriptor: TypedPropertyDescriptor<Method> & Check<Kind, Batch, Output, Method>,
  ): void;
}

type AnyMethod = (...parameters: never[]) => unknown;

type Check<Kind extends TriggerKind, Batch extends boolean, Output, Method> = Method extends (
  ...parameters: infer Parameters
) => unknown
  ? Refused<WrongHandler<Kind, Batch, Output, Required<Parameters>>>
  : unknown;

type Refused<Reason extends string> = [Reason] extends [never] ? unknown : Refusal<Reason>;
