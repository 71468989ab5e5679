import { createRuntime, type Runtime } from 'redis-triggers';
import { loadFunctionApp } from 'redis-triggers/azure';

// #region load
/** The functions of an app, started in your own program. */
export async function startApp(folder: string): Promise<Runtime> {
  const app = await loadFunctionApp(folder, { ignoreOtherBindings: true });
  const { handlers, settings } = app;
  const runtime = await createRuntime({ handlers, settings, shutdownTimeoutInMs: 10_000 });
  runtime.on('stopped', () => void app.close());
  await runtime.start();
  return runtime;
}
// #endregion load
