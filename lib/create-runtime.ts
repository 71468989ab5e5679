import { buildRuntime } from './runtime/build/build-runtime.js';
import type { RuntimeOptions } from './runtime/runtime-options.js';
import type { Runtime } from './runtime/runtime.js';

/**
 * Finds the functions of the handlers and checks everything that can be checked without Redis. Does not connect;
 * `start()` does.
 *
 * @throws RedisTriggersError for all problems of all functions; `error.problems` lists them
 */
export function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  // Above all folders, for the runtime must not know the add-on that an embedded Redis comes from.
  return buildRuntime(options, {
    async openEmbedded() {
      const { FakeRedis } = await import('./testing/fake/fake-redis.js');
      return new FakeRedis();
    },
  });
}
