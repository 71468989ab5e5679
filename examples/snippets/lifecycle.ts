import { createRuntime, RedisTriggersError, type RuntimeOptions } from 'redis-triggers';

// #region lifecycle
export async function runFor(options: RuntimeOptions, work: () => Promise<void>): Promise<void> {
  await using runtime = await createRuntime({ ...options, shutdownTimeoutInMs: 20_000 });
  await runtime.start();
  console.log(runtime.health().ready); // true: every function listens
  await work();
} // the end of the block calls runtime.stop()
// #endregion lifecycle

// #region problems
export async function problemsOf(options: RuntimeOptions): Promise<string[]> {
  try {
    await createRuntime(options); // connects to nothing
    return [];
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    return error.problems.map(({ place, what, code }) => `${place}: ${what} (${code})`);
  }
}
// #endregion problems
