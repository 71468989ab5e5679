import { resolve } from 'node:path';
import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import { readAppSettings, setEnvironment } from './folder/app-settings.js';
import { functionFolders, isFunctionApp, sameNames } from './folder/function-folders.js';
import { readFunctionFile, type FunctionFile } from './folder/function-file.js';
import { readHostFile, type HostFile } from './folder/host-file.js';
import { isDisabled } from './folder/is-disabled.js';
import { FunctionApp, type SkippedFunction } from './function-app.js';
import type { FunctionAppOptions } from './function-app-options.js';
import { handlerOf } from './handler-of.js';
import type { SettingsSource } from '../settings/settings-source.js';

/** The app in a folder, as far as it is right; what is wrong is added to `problems`. */
export async function readFunctionApp(
  folder: string,
  options: FunctionAppOptions,
  problems: Problem[],
): Promise<FunctionApp> {
  const root = resolve(folder);
  if (!isFunctionApp(root)) {
    problems.push({
      code: 'FUNCTION_APP_INVALID',
      place: folder,
      what: 'the folder is no function app: it has neither host.json nor a folder with function.json',
    });
    return new FunctionApp([], { get: () => undefined }, [], []);
  }
  const { settings, values } = readAppSettings(root, options.settings, problems);
  setEnvironment(values);
  const host = readHostFile(root, settings, problems);
  const { files, skipped } = readFiles(root, { host, settings, options }, problems);
  const handlers: Class[] = [];
  for (const file of files) {
    const handler = await handlerOf(file, { root, host, settings, options }, problems);
    if (handler) handlers.push(handler);
  }
  return new FunctionApp(handlers, settings, skipped, []);
}

interface Surroundings {
  readonly host: HostFile;
  readonly settings: SettingsSource;
  readonly options: FunctionAppOptions;
}

function readFiles(
  root: string,
  { host, settings, options }: Surroundings,
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
