import type { FleetOptions } from './fleet/fleet-options.js';
import { isObject } from './errors/value-checks.js';
import type { RuntimeHooks } from './runtime/build/build-runtime.js';
import type { RuntimeOptions } from './runtime/runtime-options.js';
import { remindOfAwait } from './runtime/remind-of-await.js';
import type { Runtime } from './runtime/runtime.js';

/** The options of `createRuntime`. */
export interface CreateRuntimeOptions extends RuntimeOptions {
  /** Makes this process a member of a fleet, whose processes can be looked at and paused together. Default: of none. */
  fleet?: FleetOptions;
}

/**
 * Finds the functions of the handlers and checks everything that can be checked without Redis. Does not connect;
 * `start()` does.
 *
 * @throws RedisTriggersError for all problems of all functions; `error.problems` lists them
 */
export function createRuntime(options: CreateRuntimeOptions): Promise<Runtime> {
  return remindOfAwait(makeRuntime(options));
}

async function makeRuntime(options: CreateRuntimeOptions): Promise<Runtime> {
  // Here, because files with handlers import decorators only; and all of it, because a running program loads nothing.
  const { buildRuntime } = await import('./runtime/build/build-runtime.js');
  // Above all folders, because the runtime must know neither the fleet nor where an embedded Redis comes from.
  const hooks: RuntimeHooks = {
    mustStart: true,
    async openEmbedded() {
      const { FakeRedis } = await import('./testing/fake/fake-redis.js');
      return new FakeRedis();
    },
  };
  if (!isObject(options) || options.fleet === undefined) return buildRuntime(options, hooks);
  const { fleet, ...others } = options;
  const { joinFleet } = await import('./fleet/join-fleet.js');
  return joinFleet(fleet, (companion) => buildRuntime(others, { ...hooks, companion }));
}
