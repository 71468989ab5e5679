import type { ChannelMessage } from '../messages/channel-message.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import type { ListElement } from '../messages/list-element.js';
import type { TriggerKind } from '../messages/raw-message.js';
import type { RedisMessageModel } from '../messages/redis-message-model.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import type { NoPayload } from './checked-options.js';

/**
 * Why a method with these parameters can never be run by such a trigger; `never` where it can, or may. A parameter of
 * another class may come from the container, and one without a class may have a decorator, which no type shows: so only
 * what no binding can give is wrong.
 */
export type WrongHandler<
  Kind extends TriggerKind,
  Batch extends boolean,
  Output,
  Parameters extends readonly unknown[],
> =
  | { [Index in keyof Parameters]: WrongMessage<Kind, Batch, Parameters[Index]> }[number]
  | WrongPayload<Batch, Output, Parameters>;

interface RawForms {
  list: ListElement;
  stream: StreamEntry;
  pubsub: ChannelMessage;
}

/** The raw forms of the other kinds of trigger. */
export type ForeignForm<Kind extends TriggerKind> = RawForms[Exclude<TriggerKind, Kind>];

type WrongMessage<Kind extends TriggerKind, Batch extends boolean, Parameter> =
  SaysNothing<Parameter> extends true
    ? never
    : [Parameter] extends [ForeignForm<Kind> | readonly ForeignForm<Kind>[]]
      ? `a ${Kind} trigger never gives this form of the message`
      : [Batch, Parameter] extends [true, RedisMessageModel | RawForms[Kind]]
        ? 'with batch: true, messages come as an array'
        : [Batch, Parameter] extends [false, readonly (RedisMessageModel | RawForms[Kind])[]]
          ? 'an array of messages comes only with batch: true'
          : never;

/**
 * Looks at the first parameter alone, and only where no other takes the payload: a service that is injected by its class
 * has methods, content has none.
 */
type WrongPayload<Batch extends boolean, Output, Parameters extends readonly unknown[]> =
  SaysNothing<Output> extends true
    ? never
    : Output extends NoPayload
      ? never
      : boolean extends Batch
        ? never
        : Parameters extends readonly [infer First, ...unknown[]]
          ? true extends SomeTakes<Parameters, Batch extends true ? Output[] : Output>
            ? never
            : WrongFirst<Batch, Output, First>
          : never;

type WrongFirst<Batch extends boolean, Output, First> =
  SaysNothing<First> extends true
    ? never
    : [Batch, Output] extends [true, First]
      ? 'with batch: true, payloads come as an array'
      : [Batch, Output[]] extends [false, First]
        ? 'an array of payloads comes only with batch: true'
        : true extends IsContent<First>
          ? 'the first parameter cannot take what the payload type gives'
          : never;

type SomeTakes<Parameters extends readonly unknown[], Value> = {
  [Index in keyof Parameters]: [Value] extends [Parameters[Index]] ? true : false;
}[number];

type IsContent<Type> =
  IsOpen<Type> extends true
    ? false
    : Type extends
          string | Buffer | RedisMessageModel | RawForms[TriggerKind] | InvocationContext | AbortSignal
      ? false
      : Type extends number | boolean | bigint | Date
        ? true
        : Type extends readonly (infer Element)[]
          ? IsContent<Element>
          : Type extends object
            ? HasOnlyContent<Type>
            : false;

/** A class without public members is a service whose members are private. */
type HasOnlyContent<Type> = keyof Type extends never
  ? false
  : true extends {
        [Name in keyof Type]-?: Type[Name] extends (...parameters: never[]) => unknown ? true : false;
      }[keyof Type]
    ? false
    : true;

/** Whether it is `any`, `unknown` or `never`, or an array of these. */
type SaysNothing<Type> = [Type] extends [readonly (infer Element)[]] ? IsOpen<Element> : IsOpen<Type>;

type IsOpen<Type> = unknown extends Type ? true : [Type] extends [never] ? true : false;
