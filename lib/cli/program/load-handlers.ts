import { resolve } from 'node:path';
import { isFunctionApp } from '../../azure/folder/function-folders.js';
import type { FunctionApp } from '../../azure/function-app.js';
import type { Problem } from '../../errors/problem.js';
import type { Class } from '../../metadata/class.js';
import { handlerClassesOf } from '../../runtime/build/load-handlers.js';
import { expandPatterns } from './expand-patterns.js';
import { importFiles } from './import-files.js';
import { LoaderNeeded } from './loader-needed.js';
import type { ProgramConfiguration } from './program-configuration.js';
import type { ProgramSource } from './protocol.js';

/** Handlers that were loaded, and the app that some of them are of. */
export interface LoadedHandlers {
  readonly handlers: readonly Class[];
  readonly app?: FunctionApp;
}

/**
 * Imports the files that patterns and folders name; a folder of an Azure Functions app is loaded as that. Where they are
 * TypeScript and this process has no loader, it throws LoaderNeeded before it has imported any.
 */
export async function loadHandlers(
  patterns: readonly string[],
  source: Pick<ProgramSource, 'hasLoader' | 'ignoresOtherBindings'> & { readonly runs: boolean },
  options: Pick<ProgramConfiguration, 'connections' | 'settings'>,
  problems: Problem[],
): Promise<LoadedHandlers> {
  const [folder, ...more] = patterns.filter(isFunctionApp);
  const others = patterns.filter((each) => !isFunctionApp(each));
  const files = await expandPatterns(others);
  const typeScript = files.find((file) => /\.[cm]?ts$/.test(file));
  if (typeScript !== undefined && !source.hasLoader) throw new LoaderNeeded(typeScript);
  const imported = handlerClassesOf(await importFiles(files));
  if (others.length > 0 && imported.length === 0) problems.push(noHandlers(others));
  if (folder === undefined) return { handlers: imported };
  problems.push(...more.map(secondApp));
  const { readFunctionApp } = await import('../../azure/read-function-app.js');
  const appOptions = {
    ...(options.connections && { connections: options.connections }),
    ...(options.settings && { settings: options.settings }),
    ignoreOtherBindings: source.ignoresOtherBindings,
    runs: source.runs,
  };
  const root = resolve(folder);
  // The functions expect to run there, as in Azure.
  if (others.length === 0) process.chdir(root);
  const app = await readFunctionApp(root, appOptions, problems);
  return { handlers: [...imported, ...app.handlers], app };
}

function noHandlers(patterns: readonly string[]): Problem {
  const what = 'none of the files exports a class with trigger methods';
  return { code: 'HANDLER_FILE_INVALID', place: patterns.join(' '), what };
}

/** Each app has settings of its own, and a process has one environment. */
function secondApp(folder: string): Problem {
  const what = 'a second function app cannot run in the same process';
  return { code: 'FUNCTION_APP_INVALID', place: folder, what, remedy: 'Run each in a process of its own.' };
}
