import type { TestRuntimeOptions } from '../../testing/kit/test-runtime-options.js';

/** Which Redis a test of an application runs on. All of them mean the same as in `createTestRuntime`. */
export type NestTestOptions = Pick<TestRuntimeOptions, 'redis' | 'version' | 'clock' | 'timeoutInMs'>;
