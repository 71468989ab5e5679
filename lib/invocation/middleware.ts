import type { InvocationContext } from '../messages/invocation-context.js';

/**
 * Runs around an invocation. It calls `next` to go on and may do something before and after; it may also
 * not call it, or call it again (a retry). What it throws counts as the invocation's failure. What `next`
 * resolves with is what the handler returned.
 */
export type Middleware = (context: InvocationContext, next: () => Promise<unknown>) => unknown;

/** Joins middleware around a last step; the first of the array is the outermost. */
export function compose(
  middleware: readonly Middleware[],
  last: (context: InvocationContext) => unknown,
): (context: InvocationContext) => unknown {
  return middleware.reduceRight<(context: InvocationContext) => unknown>(
    // To a middleware `next` is a promise, whatever the last step is.
    (inner, outer) => async (context) => await outer(context, async () => await inner(context)),
    last,
  );
}
