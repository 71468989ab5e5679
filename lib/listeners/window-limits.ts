import type { ListFunction, StreamFunction } from '../functions/function-descriptor.js';
import type { WindowLimits } from './invocation-window.js';

/** The window of a polling function, counted in invocations: with `batch`, each holds up to `count` elements. */
export function windowLimits({
  concurrency,
  prefetch,
  batch,
  count,
}: ListFunction | StreamFunction): WindowLimits {
  return { concurrency, prefetch: batch ? Math.floor(prefetch / count) : prefetch };
}
