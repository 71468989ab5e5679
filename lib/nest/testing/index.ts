// First of all what keeps the timers of Node.js, because tests replace them before a runtime is made.
import '../../time/real-timers.js';

export { onTestRedis, type TestingModuleBuilderLike } from './on-test-redis.js';
export type { NestTestOptions } from './nest-test-options.js';
export { testRuntimeOf } from './test-runtime-of.js';
