import { throwProblems } from '../errors/redis-triggers-error.js';
import type { Problem } from '../errors/problem.js';
import type { FunctionApp } from './function-app.js';
import type { FunctionAppOptions } from './function-app-options.js';
import { readFunctionApp } from './read-function-app.js';

/**
 * Loads the functions of an Azure Functions app, so that `createRuntime` can run those that Redis triggers: reads host.json,
 * local.settings.json and the function.json of each function, and loads their scripts. What the app expects in its
 * environment is set there. Does not connect to Redis.
 *
 * @param folder the root of the app: where host.json is
 * @throws RedisTriggersError for all problems of the app; `error.problems` lists them
 */
export async function loadFunctionApp(
  folder: string,
  options: FunctionAppOptions = {},
): Promise<FunctionApp> {
  const problems: Problem[] = [];
  const app = await readFunctionApp(folder, { ...options, runs: true }, problems);
  const { handlers, settings } = app;
  // With it comes the rest of the runtime, which not every importer of this module needs.
  const { findFunctions } = await import('../runtime/build/find-functions.js');
  // What createRuntime would find as well: whoever mends an app wants to see all of it at once.
  await findFunctions(
    { handlers, settings, ...(options.connections && { connections: options.connections }) },
    problems,
  );
  if (problems.length > 0) await app.close();
  throwProblems(problems, folder);
  return app;
}
