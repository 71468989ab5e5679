import type { TriggerKind } from '../messages/raw-message.js';
import type { ListTriggerOptions, PubSubTriggerOptions, StreamTriggerOptions } from './trigger-options.js';

/**
 * What those who send and those who handle agree on: where messages are, what a payload is, and defaults of trigger
 * options. Frozen; made by `defineList`, `defineStream` or `defineChannel`.
 */
interface Definition<Kind extends TriggerKind, Options, Input, Output, Batch extends boolean> {
  readonly kind: Kind;
  /** The options as they were written, with the key or the channel. */
  readonly options: Readonly<Options>;
  /** Only a type: what a sender takes. There is no such member. */
  readonly [sent]?: (input: Input) => void;
  /** Only a type: what a handler gets. There is no such member. */
  readonly [handled]?: Output;
  /** Only a type: whether handlers get arrays. There is no such member. */
  readonly [batched]?: Batch;
}

/** A list, as `defineList` made it. `Input` is what a sender takes, `Output` what a handler gets. */
export type ListDefinition<Input = never, Output = unknown, Batch extends boolean = boolean> = Definition<
  'list',
  ListTriggerOptions,
  Input,
  Output,
  Batch
>;

/** A stream, as `defineStream` made it. `Input` is what a sender takes, `Output` what a handler gets. */
export type StreamDefinition<Input = never, Output = unknown, Batch extends boolean = boolean> = Definition<
  'stream',
  StreamTriggerOptions,
  Input,
  Output,
  Batch
>;

/** A channel, as `defineChannel` made it. `Input` is what a sender takes, `Output` what a handler gets. */
export type ChannelDefinition<Input = never, Output = unknown> = Definition<
  'pubsub',
  PubSubTriggerOptions,
  Input,
  Output,
  false
>;

/** A definition of any kind. */
export type AnyDefinition<Input = never, Output = unknown> =
  ListDefinition<Input, Output> | StreamDefinition<Input, Output> | ChannelDefinition<Input, Output>;

/** What a sender takes for this definition. */
export type InputOf<D extends AnyDefinition> = D extends AnyDefinition<infer Input> ? Input : never;

/** What a handler of this definition gets as its payload. */
export type OutputOf<D extends AnyDefinition> = D extends AnyDefinition<never, infer Output> ? Output : never;

declare const sent: unique symbol;
declare const handled: unique symbol;
declare const batched: unique symbol;

/** `Symbol.for`, so that two copies of this package in one program know each other's definitions. */
const mark = Symbol.for('redis-triggers:definition');

/** The definition of this kind with these options, which are copied and not looked at. */
export function makeDefinition<Made extends AnyDefinition>(
  kind: Made['kind'],
  options: Made['options'],
): Made {
  const written = Object.entries(options).map(([name, value]) => [name, ownCopy(value)] as const);
  const definition = { kind, options: Object.freeze(Object.fromEntries(written)) };
  return Object.freeze(Object.defineProperty(definition, mark, { value: true })) as Made;
}

function ownCopy(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze([...(value as unknown[])]) : value;
}

/** Whether a value was made by one of the three functions. */
export function isDefinition(value: unknown): value is AnyDefinition {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}
