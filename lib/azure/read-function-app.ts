import { resolve } from 'node:path';
import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import { readAppSettings, setEnvironment } from './folder/app-settings.js';
import { functionFolders, isFunctionApp, sameNames } from './folder/function-folders.js';
import { readFunctionFile, type BindingRules, type FunctionFile } from './folder/function-file.js';
import { readHostFile } from './folder/host-file.js';
import { isDisabled } from './folder/is-disabled.js';
import { FunctionApp, type SkippedFunction } from './function-app.js';
import type { FunctionAppOptions } from './function-app-options.js';
import { handlerOf, type AppParts } from './handler-of.js';
import { sortedOut, type SortedFunctions } from './sorted-out.js';
import { RegisteredApp } from './node-v4/registered-app.js';
import { loadPython, type LoadedPython } from './python/load-python.js';

/** How an app is read. */
export interface ReadOptions extends FunctionAppOptions {
  /** Whether the functions are to run; if not, no process of another language is started for them, and no hook is run. */
  readonly runs: boolean;
}

/** The app in a folder, as far as it is right; what is wrong is added to `problems`. */
export async function readFunctionApp(
  folder: string,
  options: ReadOptions,
  problems: Problem[],
): Promise<FunctionApp> {
  const root = resolve(folder);
  if (!isFunctionApp(root)) {
    const what = 'the folder is no function app: it has neither host.json nor a folder with function.json';
    problems.push({ code: 'FUNCTION_APP_INVALID', place: folder, what });
    return new FunctionApp([], { get: () => undefined }, [], []);
  }
  const { settings, values } = readAppSettings(root, options.settings, problems);
  setEnvironment(values);
  const host = readHostFile(root, settings, problems);
  const parts = { root, host, settings, options };
  const folders = functionFolders(root);
  const registered = await RegisteredApp.load(root, folders.length === 0, problems);
  const isRegistered = registered.functions.length > 0;
  const { files, skipped } = isRegistered
    ? registered.read(rulesOf(parts), problems)
    : readFiles(folders, parts, problems);
  if (isRegistered) skipped.push(...folders.map(ignored));
  const python = options.runs ? await startPython(files, parts, problems) : undefined;
  const handlers: Class[] = [];
  for (const file of files) {
    const runner = registered.runnerOf(file, host);
    const handler = await handlerOf(file, { ...parts, ...(python && { python }) }, problems, runner);
    if (handler) handlers.push(handler);
  }
  if (options.runs && problems.length === 0) await registered.start(problems);
  const resources = [...(python ? [python.worker] : []), ...(options.runs ? [registered] : [])];
  return new FunctionApp(handlers, settings, skipped, resources);
}

/** As Azure does, which says so in a log that hardly anybody reads. */
function ignored(name: string): SkippedFunction {
  const why = 'the app registers functions with @azure/functions 4, and then no function.json counts';
  return { name, reason: 'other', why };
}

function rulesOf({ host, settings, options }: AppParts): BindingRules {
  return {
    ignoresOthers: options.ignoreOtherBindings ?? false,
    isDisabled: (name, content) => isDisabled(name, content, host, settings),
  };
}

function readFiles(names: readonly string[], parts: AppParts, problems: Problem[]): SortedFunctions {
  problems.push(...sameNames(names));
  return sortedOut(names.map((name) => [name, readFunctionFile(parts.root, name, rulesOf(parts), problems)]));
}

async function startPython(
  files: readonly FunctionFile[],
  { root, settings, options }: AppParts,
  problems: Problem[],
): Promise<LoadedPython | undefined> {
  const inPython = files.filter(({ script }) => script?.language === 'python');
  const program = options.python ?? settings.get('languageWorkers:python:defaultExecutablePath') ?? 'python3';
  return inPython.length === 0 ? undefined : loadPython(root, inPython, program, problems);
}
