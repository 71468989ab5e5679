import type { InvocationContext } from '../../messages/invocation-context.js';
import type { RetryException } from './retry-exception.js';
import type { BindingValue } from './trigger-value.js';
import type { MessageValues } from '../../expressions/message-values.js';

/** One call of a function, in whichever language it is written. */
export interface FunctionCall {
  readonly context: InvocationContext;
  /** What the bindings gave, by their names: the trigger first, then the others in the order of function.json. */
  readonly inputs: ReadonlyMap<string, BindingValue>;
  readonly data: MessageValues;
  /** What the attempt before failed with, where this is another one. */
  readonly exception?: RetryException;
}

/** What a function gave back. */
export interface FunctionResult {
  /** What it returned; undefined: nothing. */
  readonly returned: unknown;
  /** What it gave to its output bindings, by their names. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Calls a function. Rejects, or throws, with what the function failed with. */
export type FunctionRunner = (call: FunctionCall) => FunctionResult | Promise<FunctionResult>;
