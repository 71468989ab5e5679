import type { TestRuntimeOptions } from './test-runtime-options.js';
import type { TestRuntime } from './test-runtime.js';

/**
 * Starts the handlers under test on a Redis for this test: all their connections lead there, whatever their names. Logs
 * nothing unless a `logger` is given; turns on keyspace notifications as needed.
 */
export async function createTestRuntime(options: TestRuntimeOptions): Promise<TestRuntime> {
  // Files of tests import the fake alone, too, or `invoke`, and wait for what they import.
  const { openTestRuntime } = await import('./open-test-runtime.js');
  return openTestRuntime(options);
}
