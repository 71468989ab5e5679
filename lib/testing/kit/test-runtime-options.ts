import type { Container } from '../../di/container.js';
import type { TsyringeLike } from '../../di/tsyringe-like.js';
import type { Class } from '../../metadata/class.js';
import type { RuntimeOptions } from '../../runtime/runtime-options.js';
import type { RedisVersion } from '../fake/versions.js';
import type { Override } from './override.js';
import type { TestRedisChoice } from './test-backend.js';

/** The options of `createTestRuntime`. Those shared with `createRuntime` mean the same. */
export interface TestRuntimeOptions extends Pick<
  RuntimeOptions,
  'settings' | 'middleware' | 'logger' | 'shutdownTimeoutInMs'
> {
  /** The handler classes under test. */
  handlers: readonly Class[];
  /**
   * Which Redis to run on. Default: `fake` if the clock is virtual; else the environment variable
   * REDIS_TRIGGERS_TEST_REDIS; else `fake`.
   */
  redis?: TestRedisChoice;
  /** Which version the fake imitates. Default 7.0. */
  version?: RedisVersion;
  /** `virtual`: time stands still until `test.clock.advance`; only with a fake. Default: the clock of `redis`. */
  clock?: 'system' | 'virtual';
  /** Replacements for tokens in the container, such as `[[Shop, fakeShop]]`. */
  overrides?: readonly Override[];
  /** The parent of the test's own container, or a `Container` as it is. Default: tsyringe's global container. */
  container?: TsyringeLike | Container;
  /** How long the start, and each `settled()`, may take, in milliseconds. Default 5000. */
  timeoutInMs?: number;
}
