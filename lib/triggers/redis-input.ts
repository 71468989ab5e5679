import type { Binding } from './binding.js';
import type { ParameterBinding } from './parameter-binding.js';
import type { PayloadOutput, PayloadType } from './payload-types.js';
import { recordParameter } from './record-parameter.js';

/** What the value may become: a plain type, any JSON as `Object`, or what reads JSON: a class or a Standard Schema. */
export type InputType =
  | StringConstructor
  | NumberConstructor
  | BigIntConstructor
  | BooleanConstructor
  | DateConstructor
  | BufferConstructor
  | ObjectConstructor
  | PayloadType;

/** Where the value of a parameter is read. */
export interface InputOptions<Type extends InputType = never> {
  /** The name of the connection. Default: that of the trigger. */
  readonly connection?: string;
  /**
   * One of the commands that read one value, such as `GET user:{userId}`: `{Key}`, `{Value}`, `{Message}`, `{Channel}`, `{Id}`,
   * `{Values.field}` and the members of a payload are put in for each message, settings (`%name%`) once at the start.
   */
  readonly command: string;
  /** What the value becomes. `Object`: any JSON. Default: the parameter's own type; a text where the compiler emits none. */
  readonly type?: Type;
}

/** What a parameter with this type gets, where there is a value. */
export type InputValue<Type extends InputType> = Type extends StringConstructor
  ? string
  : Type extends NumberConstructor
    ? number
    : Type extends BigIntConstructor
      ? bigint
      : Type extends BooleanConstructor
        ? boolean
        : Type extends DateConstructor
          ? Date
          : Type extends BufferConstructor
            ? Buffer
            : Type extends ObjectConstructor
              ? never
              : Type extends PayloadType
                ? PayloadOutput<Type, never>
                : never;

/**
 * Binds a parameter to what a command reads from Redis for the message, before the method runs: undefined where there is
 * nothing. What cannot be read fails the attempt with INPUT_FAILED, and the method is not called. Each word of the command
 * stays one argument, whatever the message holds. With `batch: true` the parameter is an array, with the value of each message.
 */
export function RedisInput<Type extends InputType = never>(
  options: InputOptions<Type>,
): ParameterBinding<InputValue<Type>, (InputValue<Type> | undefined)[]> & Binding<'input', InputOf<Type>> {
  return recordParameter({ from: 'input', options });
}

/** In the option `args`, where the default is a text, and `Object` says nothing. */
type InputOf<Type extends InputType> = [Type] extends [never]
  ? string | undefined
  : [InputValue<Type>] extends [never]
    ? unknown
    : InputValue<Type> | undefined;
