import { isObject } from '../../errors/value-checks.js';
import type { InvocationContext } from '../../messages/invocation-context.js';
import type { RetryOptions } from '../../triggers/retry-options.js';
import type { LogLevel } from '../folder/log-levels.js';
import type { FunctionCall, FunctionResult, FunctionRunner } from '../invocation/function-runner.js';
import { traceContextOf } from '../node/trace-context.js';
import { writeLog } from '../node/v3-log.js';
import type { AppRegistry, FunctionCallback, RegisteredFunction } from './app-registry.js';
import { currentModel } from './host-stand-in.js';
import type { CoreInvocation, InvocationModel } from './programming-model.js';
import { fromTypedData, metadataOf, toTypedData } from './typed-value.js';

/** What running a function of an app takes beside the function. */
export interface V4Options {
  readonly registry: AppRegistry;
  /** What all hooks of the app share. */
  readonly appHookData: object;
  readonly retry?: RetryOptions;
  readonly isWritten: (level: LogLevel) => boolean;
}

/** Runs a function that was registered with `@azure/functions`, with the hooks of its app, as Azure's worker does. */
export function v4Runner(registered: RegisteredFunction, options: V4Options): FunctionRunner {
  return async (call) => {
    const model = currentModel();
    if (!model) throw new Error('the app has set no programming model');
    const known: { context?: object } = {};
    const invocation = invocationOf(registered, call, options, known);
    const made = model.getInvocationModel(invocation);
    const { context, inputs } = await made.getArguments();
    known.context = context;
    const { signal } = call.context;
    signal.throwIfAborted();
    const result = await runWithHooks(made, invocation, { context, inputs, ...registered }, options);
    return resultOf(await made.getResponse(context, result), registered);
  };
}

function invocationOf(
  { metadata }: RegisteredFunction,
  { context, inputs, data, exception }: FunctionCall,
  { registry, retry, isWritten }: V4Options,
  known: { readonly context?: object },
): CoreInvocation {
  const { invocationId } = context;
  const { traceparent, tracestate, attributes } = traceContextOf(context.messages);
  const log: CoreInvocation['log'] = (level, category, message) => {
    const line = { hookData: {}, level, message, category, invocationContext: known.context };
    for (const hook of registry.hooksOf('log')) hook(line);
    write(context, line, category, isWritten);
  };
  return {
    invocationId,
    request: {
      invocationId,
      inputData: [...inputs].map(([name, value]) => ({ name, data: toTypedData(value) })),
      triggerMetadata: Object.fromEntries(
        Object.entries(data)
          .filter(([, value]) => value !== null && value !== undefined)
          .map(([name, value]) => [name, metadataOf(value)]),
      ),
      traceContext: { traceParent: traceparent, traceState: tracestate, attributes },
      ...(retry && {
        retryContext: {
          retryCount: context.attempt - 1,
          maxRetryCount: retry.maxRetryCount,
          ...(exception && { exception }),
        },
      }),
    },
    metadata,
    log,
  };
}

function write(
  { logger }: InvocationContext,
  { level, message }: { readonly level: LogLevel; readonly message: string },
  category: string,
  isWritten: (level: LogLevel) => boolean,
): void {
  // What the package itself says is written whatever host.json says of functions.
  writeLog({ logger: () => logger, isWritten: category === 'user' ? isWritten : () => true }, level, message);
}

interface Running {
  readonly context: object;
  readonly inputs: unknown[];
  readonly callback: FunctionCallback;
}

/** The hooks before it may change the inputs and the function, those after it the result and the error. */
async function runWithHooks(
  model: InvocationModel,
  invocation: CoreInvocation,
  { context, inputs, callback }: Running,
  { registry, appHookData }: V4Options,
): Promise<unknown> {
  const shared = { hookData: {}, appHookData, invocationContext: context };
  invocation.state = 'preInvocationHooks';
  const before = { ...shared, functionCallback: callback, inputs };
  await registry.run('preInvocation', before);
  invocation.state = 'invocation';
  const after = { ...shared, inputs: before.inputs, result: null as unknown, error: null as unknown };
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error('the function failed without an error');
  }
  invocation.state = 'postInvocationHooks';
  await registry.run('postInvocation', after);
  if (after.error !== null && after.error !== undefined) throw after.error as Error;
  return after.result;
}

/** Where what is returned has no binding of its own, an object holds outputs by their names. */
function resultOf(
  { returnValue, outputData = [] }: Awaited<ReturnType<InvocationModel['getResponse']>>,
  { metadata }: RegisteredFunction,
): FunctionResult {
  const returned = fromTypedData(returnValue);
  const isNamed = !('$return' in metadata.bindings) && isObject(returned) && !Buffer.isBuffer(returned);
  return {
    returned,
    outputs: {
      ...Object.fromEntries(outputData.map(({ name, data }) => [name, fromTypedData(data)])),
      ...(isNamed && returned),
    },
  };
}
