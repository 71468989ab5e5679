import type { RetryOptions } from '../../triggers/retry-options.js';
import type { Binding } from '../folder/binding.js';
import type { FunctionCall } from '../invocation/function-runner.js';
import { bindingData } from './node-value.js';
import { traceContextOf } from './trace-context.js';
import { v3Log, type LogTarget, type V3Log } from './v3-log.js';

/** The first argument of a function of the third programming model. */
export interface V3Context {
  readonly invocationId: string;
  readonly traceContext: object;
  readonly executionContext: object;
  /** What the bindings gave, by name; outputs are set here. */
  readonly bindings: Record<string, unknown>;
  readonly log: V3Log;
  readonly bindingData: object;
  readonly bindingDefinitions: readonly object[];
  readonly done: Done;
  /** Set by a function that is async and calls `done`, and knows it. */
  suppressAsyncDoneError?: boolean;
}

/** Ends a function that is not async: with an error, or with what it returns. */
export type Done = (error?: unknown, result?: unknown) => void;

/** What is the same for all invocations of a function. */
export interface V3Function {
  readonly name: string;
  readonly folder: string;
  readonly bindings: readonly Binding[];
  readonly retry?: RetryOptions;
  readonly isWritten: LogTarget['isWritten'];
}

export function v3Context(
  { name, folder, bindings, retry, isWritten }: V3Function,
  { context, data, exception }: FunctionCall,
  inputs: Readonly<Record<string, unknown>>,
  done: Done,
): V3Context {
  const { invocationId } = context;
  return {
    invocationId,
    traceContext: traceContextOf(context.messages),
    executionContext: {
      invocationId,
      functionName: name,
      functionDirectory: folder,
      retryContext: retry && {
        retryCount: context.attempt - 1,
        maxRetryCount: retry.maxRetryCount,
        ...(exception && { exception }),
      },
    },
    bindings: { ...inputs },
    log: v3Log({ logger: () => context.logger, isWritten }),
    bindingData: { ...bindingData(data), invocationId },
    bindingDefinitions: bindings.map(({ name, type, direction }) => ({ name, type, direction })),
    done,
  };
}
