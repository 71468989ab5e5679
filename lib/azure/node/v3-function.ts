import { isObject } from '../../errors/value-checks.js';
import { isPromiseLike } from '../../time/is-promise-like.js';
import type { FunctionCall, FunctionResult, FunctionRunner } from '../invocation/function-runner.js';
import type { Callback } from './entry-point.js';
import { v3Value } from './node-value.js';
import { v3Context, type V3Context, type V3Function } from './v3-context.js';

/** Runs a function of the third programming model: `(context, message, ...inputs)`. */
export function v3Runner(definition: V3Function, callback: Callback): FunctionRunner {
  return async (call) => {
    const inputs = Object.fromEntries([...call.inputs].map(([name, value]) => [name, v3Value(value)]));
    const { context, returned } = await runToItsEnd(definition, callback, call, inputs);
    const isReturned = definition.bindings.some(({ name }) => name === '$return');
    return resultOf(context, returned, inputs, isReturned);
  };
}

/** Resolves when the function ends: an async one with its promise, any other by calling `context.done`. */
function runToItsEnd(
  definition: V3Function,
  callback: Callback,
  call: FunctionCall,
  inputs: Readonly<Record<string, unknown>>,
): Promise<{ readonly context: V3Context; readonly returned: unknown }> {
  const { logger } = call.context;
  return new Promise((resolve, reject) => {
    let end: 'done' | 'promise' | undefined;
    const finish = (by: 'done' | 'promise', error: unknown, returned: unknown): void => {
      if (end !== undefined) {
        warnOfSecondEnd(end, by);
        return;
      }
      end = by;
      if (error === undefined || error === null) resolve({ context, returned });
      else reject(typeof error === 'string' ? new Error(error) : (error as Error));
    };
    const warnOfSecondEnd = (first: string, second: string): void => {
      if (first !== second && context.suppressAsyncDoneError) return;
      const what =
        first === second
          ? 'context.done was called twice'
          : 'the function is async and calls context.done, too';
      logger.error({}, `${what}; only what came first counts`);
    };
    const context = v3Context(definition, call, inputs, (error, result) => finish('done', error, result));
    const running = callback(context, ...Object.values(inputs));
    if (isPromiseLike(running)) {
      void Promise.resolve(running).then(
        (returned) => finish('promise', undefined, returned),
        (error: unknown) =>
          finish('promise', error ?? new Error('the function failed without an error'), undefined),
      );
    } else if (end === undefined) {
      warnWhenAborted(call, () => end !== undefined);
    }
  });
}

/** Callbacks may still be on their way, so a return cannot count as the end. */
function warnWhenAborted({ context: { signal, logger } }: FunctionCall, hasEnded: () => boolean): void {
  const warn = (): void => {
    if (!hasEnded())
      logger.error({}, 'the function returned without calling context.done and is not async: make it async');
  };
  signal.addEventListener('abort', warn, { once: true });
}

/**
 * What is falsy counts as nothing returned. Where what is returned has no binding of its own, an object may hold outputs by
 * their names, before those of `context.bindings`.
 */
function resultOf(
  { bindings }: V3Context,
  returned: unknown,
  inputs: object,
  isReturned: boolean,
): FunctionResult {
  const given = Object.entries(bindings).filter(([name, value]) => !(name in inputs) && value !== undefined);
  const named = !isReturned && isObject(returned) && !Buffer.isBuffer(returned) ? returned : {};
  return { returned: returned || undefined, outputs: { ...Object.fromEntries(given), ...named } };
}
