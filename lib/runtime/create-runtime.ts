import { buildRuntime } from './build-runtime.js';
import type { RuntimeOptions } from './runtime-options.js';
import type { Runtime } from './runtime.js';

/**
 * Finds the functions of the handlers and checks everything that can be checked without Redis. Connects
 * to nothing: that is `start()`'s.
 *
 * @throws RedisTriggersError with every problem of every function; `error.problems` lists them.
 */
export function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  return buildRuntime(options);
}
