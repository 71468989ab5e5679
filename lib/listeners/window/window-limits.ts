import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import type { WindowLimits } from './invocation-window.js';

/** The most that waits behind others of its key: a stream keeps what a crash takes from here, a list does not. */
const mostBehind = { list: 100, stream: 1_000 } as const;

/** How much may wait in this process behind other messages of its key. */
export function mostBehindOthers({ kind, concurrency, prefetch }: ListFunction | StreamFunction): number {
  return Math.max(mostBehind[kind], concurrency + prefetch);
}

/** The window of a polling function, counted in invocations: with `batch`, each holds up to `count` elements. */
export function windowLimits({
  concurrency,
  prefetch,
  batch,
  count,
}: ListFunction | StreamFunction): WindowLimits {
  return { concurrency, prefetch: batch ? Math.floor(prefetch / count) : prefetch };
}
