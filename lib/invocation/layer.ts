import type { InvocationContext } from '../messages/invocation-context.js';
import type { Middleware } from '../messages/middleware.js';

/** Runs an invocation, or what is left of it: at once, or with a promise. */
export type Run = (context: InvocationContext) => unknown;

/** One layer of the onion: makes the run around another. Unlike middleware it may hand on another context. */
export type Layer = (inner: Run) => Run;

/** A middleware as a layer: to it `next` is a promise, whatever is within. */
export function layerOf(middleware: Middleware): Layer {
  return (inner) => async (context) => await middleware(context, async () => await inner(context));
}

/** Joins layers around a last step; the first of the array is the outermost. */
export function compose(layers: readonly Layer[], last: Run): Run {
  return layers.reduceRight<Run>((inner, outer) => outer(inner), last);
}
