import type { Runtime } from '../runtime/runtime.js';

/** What terminus takes as the result of an indicator: `{ redisTriggers: { status: 'up' } }`. */
export type RedisTriggersHealth<Key extends string> = Record<
  Key,
  { readonly status: 'up' | 'down' } & Readonly<Record<string, unknown>>
>;

/**
 * The health of a registration, for `@nestjs/terminus`: `() => indicator.ready('redis')` in `HealthCheckService.check`. It asks
 * the runtime and not Redis.
 */
export class RedisTriggersHealthIndicator {
  /** @internal */
  constructor(
    private readonly runtime: Runtime,
    private readonly runs: boolean,
  ) {}

  /** Up while every function listens, but for those that are paused; each that does not is named. For readiness. */
  ready<const Key extends string = 'redisTriggers'>(
    key: Key = 'redisTriggers' as Key,
  ): RedisTriggersHealth<Key> {
    return this.result(key, 'ready');
  }

  /** Up while every listener makes progress, also where Redis is down: a new process would help only where not. For liveness. */
  live<const Key extends string = 'redisTriggers'>(
    key: Key = 'redisTriggers' as Key,
  ): RedisTriggersHealth<Key> {
    return this.result(key, 'live');
  }

  private result<Key extends string>(key: Key, asked: 'ready' | 'live'): RedisTriggersHealth<Key> {
    const { state, functions, ...runtime } = this.runtime.health();
    // A process that only answers requests has nothing that could be down.
    const isUp = !this.runs || runtime[asked];
    const states = Object.entries(functions).map(([id, each]) => [
      id,
      each.lastError ? `${each.state}: ${each.lastError.message}` : each.state,
    ]);
    const wrong = states.filter(
      ([id]) => !['listening', 'paused'].includes(functions[id as string]?.state ?? ''),
    );
    const details = isUp
      ? { state, functions: states.length }
      : { state, functions: Object.fromEntries(wrong) as object };
    const health: Record<string, object> = { [key]: { status: isUp ? 'up' : 'down', ...details } };
    return health as RedisTriggersHealth<Key>;
  }
}
