import type { InvocationContext } from './invocation-context.js';

/**
 * Runs around an attempt. It calls `next` to continue, and may do something before and after; it may also skip `next`,
 * or call it again (a retry). An error that it throws counts as an error of the handler. `next` resolves to what the
 * handler returned.
 */
export type Middleware = (context: InvocationContext, next: () => Promise<unknown>) => unknown;
