import type { Bindings } from './binding.js';
import type { PayloadOutput, PayloadType } from './payload-types.js';

/** Options, with those that the check of a handler goes by as types of their own. */
export type CheckedOptions<
  Options,
  Type extends PayloadType | undefined,
  Batch extends boolean,
> = CheckedPayloadOption<Options, Type> & { batch?: Batch };

/** The options of a trigger, with the bindings that it names. */
export type WithArgs<Options, Args extends Bindings> = Options & { args?: Args };

/** The same for triggers without batches. */
export type CheckedPayloadOption<Options, Type extends PayloadType | undefined> = Options & {
  /** What the message is decoded to: a class with class-validator decorators, or a Standard Schema. Default: none. */
  payload?: Type;
};

/** What a payload is that the options of a trigger say; `unknown` where the compiler does not know it. */
export type CheckedPayload<Type extends PayloadType> = [Type] extends [never]
  ? NoPayload
  : PayloadOutput<Type, unknown>;

/** What a payload is that a definition says. Where it says none, a handler may say it. */
export type DefinedPayload<Output, Plain> = [Plain] extends [Output]
  ? [Output] extends [Plain]
    ? NoPayload
    : unknown
  : Output;

/** In the place of a payload's type: the trigger has none. */
export interface NoPayload {
  readonly [none]: never;
}

declare const none: unique symbol;
