// First of all what keeps the timers of Node.js, because tests replace them before a runtime is made.
import '../time/real-timers.js';

export {
  FakeRedis,
  type FakeRedisClock,
  type FakeRedisOptions,
  type ListenAddress,
} from './fake/fake-redis.js';
export type { FaultHandle, Faults } from './fake/faults/faults.js';
export type { ScriptTools, ScriptEquivalent, ScriptValue, Scripts } from './fake/scripts/scripts.js';
export { VirtualClock } from './fake/clock/virtual-clock.js';
export type { RedisVersion } from './fake/versions.js';
export { chaos, type ChaosOptions } from './kit/chaos.js';
export { createTestRuntime } from './kit/create-test-runtime.js';
export type { Override } from './kit/override.js';
export { invoke } from './kit/invoke.js';
export type { InvokeMessage, InvokeOptions } from './kit/invoke-options.js';
export type { InvocationRecord } from './kit/invocation-record.js';
export type { Sendable } from './kit/producer.js';
export type { TestRedisChoice } from './kit/test-backend.js';
export type { TestRuntimeOptions } from './kit/test-runtime-options.js';
export type { TestRuntime } from './kit/test-runtime.js';
