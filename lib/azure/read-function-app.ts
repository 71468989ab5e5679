import { resolve } from 'node:path';
import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import { readAppSettings, setEnvironment } from './folder/app-settings.js';
import { functionFolders, isFunctionApp, sameNames } from './folder/function-folders.js';
import { readFunctionFile, type FunctionFile } from './folder/function-file.js';
import { readHostFile } from './folder/host-file.js';
import { isDisabled } from './folder/is-disabled.js';
import { FunctionApp, type SkippedFunction } from './function-app.js';
import type { FunctionAppOptions } from './function-app-options.js';
import { handlerOf, type AppParts } from './handler-of.js';
import { loadPython, type LoadedPython } from './python/load-python.js';

/** How an app is read. */
export interface ReadOptions extends FunctionAppOptions {
  /** Whether the functions are to run; if not, no process of another language is started for them. */
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
  const { files, skipped } = readFiles(parts, problems);
  const python = options.runs ? await startPython(files, parts, problems) : undefined;
  const handlers: Class[] = [];
  for (const file of files) {
    const handler = await handlerOf(file, { ...parts, ...(python && { python }) }, problems);
    if (handler) handlers.push(handler);
  }
  return new FunctionApp(handlers, settings, skipped, python ? [python.worker] : []);
}

function readFiles(
  { root, host, settings, options }: AppParts,
  problems: Problem[],
): { files: FunctionFile[]; skipped: SkippedFunction[] } {
  const names = functionFolders(root);
  problems.push(...sameNames(names));
  const rules = {
    ignoresOthers: options.ignoreOtherBindings ?? false,
    isDisabled: (name: string, content: Readonly<Record<string, unknown>>) =>
      isDisabled(name, content, host, settings),
  };
  const files: FunctionFile[] = [];
  const skipped: SkippedFunction[] = [];
  for (const name of names) {
    const read = readFunctionFile(root, name, rules, problems);
    if (read.is === 'read') files.push(read.file);
    else if (read.is !== 'wrong') skipped.push({ name, reason: read.is, why: read.why });
  }
  return { files, skipped };
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
