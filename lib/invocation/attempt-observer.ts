import type { InvocationContext } from '../messages/invocation-context.js';
import { elapsed } from '../time/real-timers.js';
import { isTimeout } from './time-limit.js';

/** One attempt to handle one message or batch, when it is over. */
export interface Attempt {
  readonly context: InvocationContext;
  /** Which attempt it was; 0 for a message that could not be decoded, so that the handler never ran. */
  readonly attempt: number;
  readonly arguments: readonly unknown[];
  /** What the handler returned, where it did. */
  readonly result?: unknown;
  /** What the handler threw, where it did. */
  readonly error?: unknown;
  readonly durationInMs: number;
}

/** Hears of every attempt: for tests. */
export type AttemptObserver = (attempt: Attempt) => void;

/** Calls the handler and tells the observer how it went. */
export async function observeAttempt(
  context: InvocationContext,
  args: readonly unknown[],
  call: () => unknown,
  observe: AttemptObserver,
): Promise<unknown> {
  const { attempt } = context;
  const startedAt = elapsed();
  let isTold = false;
  const tell = (end: Pick<Attempt, 'result' | 'error'>): void => {
    if (isTold) return;
    isTold = true;
    observe({ context, attempt, arguments: args, durationInMs: elapsed() - startedAt, ...end });
  };
  // An attempt whose time is over has ended, whatever its handler does.
  const expire = (): void => {
    const error: unknown = context.signal.reason;
    if (isTimeout(error)) tell({ error });
  };
  context.signal.addEventListener('abort', expire);
  try {
    const result: unknown = await call();
    tell({ result });
    return result;
  } catch (error) {
    tell({ error });
    throw error;
  } finally {
    context.signal.removeEventListener('abort', expire);
  }
}
