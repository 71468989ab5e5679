import type { DependencyContainer } from 'tsyringe';
import type { Class } from '../../metadata/class.js';
import { buildRuntime } from '../../runtime/build-runtime.js';
import type { RunningFunction } from '../../runtime/running-function.js';
import type { RuntimeOptions } from '../../runtime/runtime-options.js';
import { systemClock } from '../../time/system-clock.js';
import { VirtualClock } from '../fake/clock/virtual-clock.js';
import type { RedisVersion } from '../fake/versions.js';
import { freshContainer, type Override } from './fresh-container.js';
import { tokensOf } from './handler-tokens.js';
import { recordOf, type InvocationRecord } from './invocation-record.js';
import { runtimeClock } from './runtime-clock.js';
import { defaultChoice, openBackend, type TestRedisChoice } from './test-backend.js';
import { TestRuntime } from './test-runtime.js';

/** What `createTestRuntime` takes; what is not here is as in `createRuntime`. */
export interface TestRuntimeOptions extends Pick<
  RuntimeOptions,
  'settings' | 'middleware' | 'logger' | 'shutdownTimeoutInMs'
> {
  /** The handler classes under test. */
  handlers: readonly Class[];
  /** Which Redis. Default: the environment variable REDIS_TRIGGERS_TEST_REDIS, else `fake`. */
  redis?: TestRedisChoice;
  /** Which version the fake is; 7.0 unless told. */
  version?: RedisVersion;
  /** `virtual`: time stands still until `test.clock.advance`; only with the fake. Default `system`. */
  clock?: 'system' | 'virtual';
  /** What takes the place of a token in the container, such as `[[Shop, fakeShop]]`. */
  overrides?: readonly Override[];
  /** The container that the test's own is a child of. Default: tsyringe's global container. */
  container?: DependencyContainer;
  /** How long `settled()` may take, in milliseconds. Default 5000. */
  timeoutInMs?: number;
}

/**
 * Starts the handlers under test on a Redis of the test's own: every connection of theirs leads there,
 * whatever its name. Silent unless there is a `logger`; keyspace notifications are switched on as needed.
 */
export async function createTestRuntime(options: TestRuntimeOptions): Promise<TestRuntime> {
  const { redis = defaultChoice(), timeoutInMs = 5_000, overrides = [] } = options;
  const clock = options.clock === 'virtual' ? new VirtualClock() : undefined;
  if (clock && redis !== 'fake')
    throw new Error("clock: 'virtual' needs the fake: a real Redis has its own time");
  const backend = await openBackend(redis, { version: options.version, clock });
  const container = freshContainer(tokensOf(options.handlers), overrides, options.container);
  const records: InvocationRecord[] = [];
  let running: readonly RunningFunction[] = [];
  try {
    const runtime = await buildRuntime(
      {
        logger: false,
        shutdownTimeoutInMs: 1_000,
        configureKeyspaceNotifications: true,
        ...pick(options),
        handlers: options.handlers,
        container,
        ...(clock && { clock: runtimeClock(clock) }),
      },
      {
        everyConnection: backend.connection,
        stopClock: systemClock,
        onAttempt: (attempt) => records.push(recordOf(attempt)),
        onAssembled: (functions) => (running = functions),
      },
    );
    await runtime.start();
    const client = backend.client();
    return new TestRuntime({
      runtime,
      container,
      backend,
      redis: client,
      clock,
      running,
      records,
      timeoutInMs,
    });
  } catch (error) {
    await backend.close();
    throw error;
  }
}

function pick({
  settings,
  middleware,
  logger,
  shutdownTimeoutInMs,
}: TestRuntimeOptions): Partial<RuntimeOptions> {
  const given = Object.entries({ settings, middleware, logger, shutdownTimeoutInMs });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
