import type { AnyDefinition, InputOf } from './definition.js';
import type { AnyMethodDecorator, DecoratorOf } from './method-decorator.js';
import { recordDecoration } from './record-decoration.js';

/** How what a method returns is sent. */
export interface OutputOptions {
  /** Which key, where the definition has several. */
  readonly key?: string;
  /** Which channel, where the definition is a pattern. */
  readonly channel?: string;
  /** How long a stream may be: older entries are removed, approximately (MAXLEN ~). Default: any length. */
  readonly maxLength?: number;
}

/** One of several outputs: where it leads, with options if there are any. */
export type NamedOutput = AnyDefinition | (OutputOptions & { readonly to: AnyDefinition });

/** Several outputs, by the members of what a method returns. */
export type NamedOutputs = Readonly<Record<string, NamedOutput>>;

/** A decorator for methods that return this, or a promise of it, or nothing. */
export type OutputDecorator<Returned> = DecoratorOf<
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-invalid-void-type -- any parameters; of a method that returns nothing
  (...args: any[]) => Returned | Promise<Returned> | Promise<void> | void
>;

/** What a method may return for an output: one message, an array of several, or nothing. */
export type OutputMessages<Defined extends AnyDefinition> =
  InputOf<Defined> | readonly InputOf<Defined>[] | null | undefined;

/** What a method with several outputs returns: the messages of each by its name; what is left out sends nothing. */
export type ReturnedOutputs<Outputs extends NamedOutputs> =
  | {
      readonly [Name in keyof Outputs]?: OutputMessages<
        Outputs[Name] extends { readonly to: infer Defined extends AnyDefinition }
          ? Defined
          : Extract<Outputs[Name], AnyDefinition>
      >;
    }
  | null
  | undefined;

/**
 * Sends what the method returns to where a definition leads: after each success, and before the message is acknowledged, so
 * that it is sent at least once wherever messages are handled at least once. An array is several messages; undefined and
 * null send nothing. With an object of definitions, the method returns an object of messages under the same names.
 *
 * What cannot be sent fails the attempt, as if the method had thrown: it is retried, and runs again. With `batch: true` it is
 * sent once for the batch. Beside a trigger only; one for each method.
 */
export function RedisOutput<Defined extends AnyDefinition>(
  definition: Defined,
  options?: OutputOptions,
): OutputDecorator<OutputMessages<Defined>>;
export function RedisOutput<Outputs extends NamedOutputs>(
  outputs: Outputs,
): OutputDecorator<ReturnedOutputs<Outputs>>;
export function RedisOutput(output: unknown, options?: OutputOptions): AnyMethodDecorator {
  return recordDecoration({ decorator: 'RedisOutput', output, options });
}
