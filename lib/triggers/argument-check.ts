import type { InvocationContext } from '../messages/invocation-context.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';
import type { Binding, Bindings } from './binding.js';
import type { NoPayload } from './checked-options.js';
import type { ForeignForm } from './handler-check.js';
import type { Refusal } from './refusal.js';

/** Why a method with these parameters cannot take what `args` gives it; `never` where it can. */
export type WrongArgs<
  Kind extends TriggerKind,
  Batch extends boolean,
  Output,
  Args extends Bindings,
  Parameters extends readonly unknown[],
> = number extends Args['length']
  ? never
  : WrongArguments<
      { -readonly [Index in keyof Args]: GivenBy<Kind, Batch, Output, Args[Index]> },
      Parameters
    >;

/** The same where there is no `args` and nothing else says what parameters take: the message or payload, then the context. */
export type WrongPosition<
  Batch extends boolean,
  Output,
  Parameters extends readonly unknown[],
> = WrongArguments<[InBatch<Batch, ByPosition<Output>>, InvocationContext], Parameters>;

type ByPosition<Output> = unknown extends Output
  ? Anything
  : Output extends NoPayload
    ? RedisMessageModel
    : Output;

/** What one binding gives. */
type GivenBy<Kind extends TriggerKind, Batch extends boolean, Output, Bound> =
  Bound extends Binding<infer From, infer Given>
    ? From extends 'message'
      ? [Given] extends [ForeignForm<Kind>]
        ? Refusal<`a ${Kind} trigger never gives this form of the message`>
        : InBatch<Batch, Given>
      : From extends 'payload'
        ? InBatch<Batch, [Given] extends [never] ? Known<Output> : Given>
        : From extends 'input'
          ? InBatch<Batch, Known<Given>>
          : Known<Given>
    : never;

type InBatch<Batch extends boolean, Given> = boolean extends Batch
  ? Anything
  : Batch extends true
    ? Given[]
    : Given;

type Known<Given> = unknown extends Given ? Anything : Given extends NoPayload ? Anything : Given;

/** What is given is not known to the compiler, and fits each parameter. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- nothing else is assignable to everything
type Anything = any;

type WrongArguments<Given extends readonly unknown[], Parameters extends readonly unknown[]> = 0 extends 1 &
  Parameters
  ? never
  : WrongRequired<Given, Parameters> | { [Index in keyof Given]: ReasonOf<Given[Index]> }[number];

type ReasonOf<Given> = 0 extends 1 & Given
  ? never
  : [Given] extends [Refusal<infer Reason>]
    ? [Given] extends [never]
      ? never
      : Reason
    : never;

/** Looks at one parameter after the other, as long as they must be given. */
type WrongRequired<
  Given extends readonly unknown[],
  Parameters extends readonly unknown[],
  Before extends readonly unknown[] = [],
> = Parameters extends readonly [infer First, ...infer Rest]
  ? Given extends readonly [infer Value, ...infer Others]
    ? [Value] extends [First]
      ? WrongRequired<Others, Rest, [...Before, First]>
      : [ReasonOf<Value>] extends [never]
        ? `parameter ${Next<Before>} cannot take what it is given`
        : never
    : `parameter ${Next<Before>} is given nothing: add it to args`
  : Parameters extends readonly []
    ? never
    : Given extends readonly [...Parameters, ...unknown[]]
      ? never
      : Given extends Parameters
        ? never
        : `a parameter from ${Next<Before>} on cannot take what it is given`;

type Next<Before extends readonly unknown[]> = [...Before, 0]['length'] & number;
