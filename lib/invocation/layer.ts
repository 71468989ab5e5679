import type { InvocationContext } from '../messages/invocation-context.js';
import type { Middleware } from '../messages/middleware.js';
import { NextCalls } from './next-calls.js';

/** Runs an invocation, or what is left of it: at once, or with a promise. */
export type Run = (context: InvocationContext) => unknown;

/** One layer of the onion: makes the run around another. Unlike middleware it may hand on another context. */
export type Layer = (inner: Run) => Run;

/**
 * A middleware as a layer. It ends when the middleware has ended, and with it everything that the middleware began
 * by calling `next` and did not wait for.
 */
export function layerOf(middleware: Middleware): Layer {
  return (inner) => async (context) => {
    const calls = new NextCalls(inner, context);
    let result: unknown;
    try {
      result = await middleware(context, calls.next);
    } finally {
      calls.end();
    }
    const forgotten = calls.whenForgottenEnded();
    if (forgotten) await forgotten;
    return result;
  };
}

/** The same for a middleware of this library, which waits for every call of `next`: nothing has to watch it. */
export function builtInLayerOf(middleware: Middleware): Layer {
  return (inner) => async (context) => await middleware(context, async () => await inner(context));
}

/** Joins layers around a last step; the first of the array is the outermost. */
export function compose(layers: readonly Layer[], last: Run): Run {
  return layers.reduceRight<Run>((inner, outer) => outer(inner), last);
}
