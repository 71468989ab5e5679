import type { Redis } from 'ioredis';
import { buildRuntime } from '../../runtime/build/build-runtime.js';
import type { RunningFunction } from '../../runtime/functions/running-function.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { RuntimeOptions } from '../../runtime/runtime-options.js';
import { systemClock } from '../../time/system-clock.js';
import { VirtualClock } from '../fake/clock/virtual-clock.js';
import { FakeRedis } from '../fake/fake-redis.js';
import { onClock } from './chaos.js';
import { InvocationLog } from './invocation-log.js';
import { recordOf } from './invocation-record.js';
import { runtimeClock } from './runtime-clock.js';
import { startWithin } from './start-within.js';
import { defaultChoice, openBackend, type TestBackend, type TestRedisChoice } from './test-backend.js';
import type { TestRuntimeOptions } from './test-runtime-options.js';
import { testContainer } from './test-container.js';
import { TestRuntime } from './test-runtime.js';

/** Does what `createTestRuntime` says. */
export async function openTestRuntime(options: TestRuntimeOptions): Promise<TestRuntime> {
  const redis = options.redis ?? (options.clock === 'virtual' ? 'fake' : defaultChoice());
  const clock = virtualClockOf(options, redis);
  const backend = await openBackend(redis, { version: options.version, clock });
  try {
    return await startOn(backend, clock, options);
  } catch (error) {
    await backend.close();
    throw error;
  }
}

async function startOn(
  backend: TestBackend,
  clock: VirtualClock | undefined,
  options: TestRuntimeOptions,
): Promise<TestRuntime> {
  const { timeoutInMs = 5_000, overrides = [] } = options;
  const container = await testContainer(options.handlers, overrides, options.container);
  const log = new InvocationLog();
  let running: readonly RunningFunction[] = [];
  try {
    const runtime = await buildRuntime(
      {
        logger: false,
        shutdownTimeoutInMs: 1_000,
        configureKeyspaceNotifications: true,
        ...pick(options),
        handlers: options.handlers,
        container: container.given,
        ...(clock && timeOf(clock, options)),
      },
      {
        everyConnection: backend.connection,
        stopClock: systemClock,
        onAttempt: (attempt) => log.add(recordOf(attempt)),
        onAssembled: (functions) => (running = functions),
      },
    );
    await startWithin(timeoutInMs, runtime);
    const client = await connectedClient(backend, runtime);
    return new TestRuntime({
      runtime,
      container,
      backend,
      redis: client,
      clock,
      running,
      log,
      timeoutInMs,
    });
  } catch (error) {
    await container.dispose();
    throw error;
  }
}

/** A fake that is given may have a virtual clock already; it is then the test's. */
export function virtualClockOf(
  { clock }: Pick<TestRuntimeOptions, 'clock'>,
  redis: TestRedisChoice,
): VirtualClock | undefined {
  if (redis instanceof FakeRedis && redis.clock instanceof VirtualClock) return redis.clock;
  if (clock !== 'virtual') return undefined;
  if (redis === 'fake') return new VirtualClock();
  const what =
    redis instanceof FakeRedis ? "this FakeRedis has the system's" : 'a real Redis has its own time';
  throw new Error(`clock: 'virtual' needs a fake with a virtual clock: ${what}`);
}

/** With a virtual clock, also the delays of chaos wait in its time. */
function timeOf(clock: VirtualClock, { middleware = [] }: TestRuntimeOptions): Partial<RuntimeOptions> {
  const time = runtimeClock(clock);
  return { clock: time, middleware: middleware.map((each) => onClock(each, time)) };
}

/** Connected before anything else happens: fake timers that come now find nothing under way. */
async function connectedClient(backend: TestBackend, runtime: Runtime): Promise<Redis> {
  const client = backend.client();
  try {
    await client.ping();
    return client;
  } catch (error) {
    client.disconnect();
    await runtime.stop();
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
