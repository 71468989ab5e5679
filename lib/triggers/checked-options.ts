import type { PayloadOutput, PayloadType } from './payload-types.js';

/** Options, with the two that the check of a handler goes by as types of their own. */
export type CheckedOptions<
  Options,
  Type extends PayloadType | undefined,
  Batch extends boolean,
> = CheckedPayloadOption<Options, Type> & { batch?: Batch };

/** The same for triggers without batches. */
export type CheckedPayloadOption<Options, Type extends PayloadType | undefined> = Options & {
  /** What the message is decoded to: a class with class-validator decorators, or a Standard Schema. Default: none. */
  payload?: Type;
};

/** What a payload is that the options of a trigger say; `unknown` where they say none. */
export type CheckedPayload<Type extends PayloadType> = [Type] extends [never]
  ? unknown
  : PayloadOutput<Type, unknown>;

/** What a payload is that a definition says; `unknown` where it says none, and a handler may say it. */
export type DefinedPayload<Output, Plain> = [Plain] extends [Output] ? unknown : Output;
