import type { InvocationContext } from './invocation-context.js';

/**
 * Runs around an invocation. It calls `next` to go on and may do something before and after; it may also
 * not call it, or call it again (a retry). What it throws counts as if the handler had thrown it. What `next`
 * resolves with is what the handler returned.
 */
export type Middleware = (context: InvocationContext, next: () => Promise<unknown>) => unknown;
