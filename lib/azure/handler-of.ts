import { describeError } from '../errors/describe-error.js';
import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import type { SettingsSource } from '../settings/settings-source.js';
import { triggerKindOf } from './folder/binding.js';
import type { FunctionFile } from './folder/function-file.js';
import type { HostFile } from './folder/host-file.js';
import { isWritten, type LogLevel } from './folder/log-levels.js';
import { triggerOptions } from './folder/trigger-options.js';
import type { FunctionAppOptions } from './function-app-options.js';
import { handlerClass } from './handler-class.js';
import type { FunctionRunner } from './invocation/function-runner.js';
import { invocationOf } from './invocation/invocation-of.js';
import { entryPointOf } from './node/entry-point.js';
import { loadScript } from './node/load-script.js';
import { v3Runner } from './node/v3-function.js';
import type { LoadedPython } from './python/load-python.js';
import { redisBindings } from './redis/redis-bindings.js';
import { pythonRunner } from './python/python-runner.js';

/** What the functions of an app have in common. */
export interface AppParts {
  readonly root: string;
  readonly host: HostFile;
  readonly settings: SettingsSource;
  readonly options: FunctionAppOptions;
  /** What has loaded the functions in Python, where there are any and they are to run. */
  readonly python?: LoadedPython;
}

/**
 * The handler class of a function, its script loaded. Where that cannot be done, it is a problem, and the class is only good
 * for finding more of them.
 *
 * @param registered runs the function, where it has no script of its own
 */
export async function handlerOf(
  file: FunctionFile,
  app: AppParts,
  problems: Problem[],
  registered?: FunctionRunner,
): Promise<Class | undefined> {
  const { trigger, bindings, place } = file;
  const kind = triggerKindOf(trigger.type);
  if (!kind) return undefined;
  const run = registered ?? (await runnerOf(file, app, problems)) ?? neverRuns;
  const options = triggerOptions(kind, trigger.members, app.settings);
  const pubSub = app.options.pubSubMessage ?? ('connection' in options ? 'envelope' : 'message');
  const bound = redisBindings(file, app.settings, problems);
  return handlerClass({
    kind,
    place,
    connections: bound.connections,
    options: {
      ...(app.host.timeLimitInMs !== undefined && { timeLimitInMs: app.host.timeLimitInMs }),
      ...(file.retry && { retry: file.retry }),
      ...(trigger.isMany && kind !== 'pubsub' && { batch: true }),
      ...options,
      name: file.name,
    },
    invoke: invocationOf(bindings, run, bound, pubSub),
  });
}

async function runnerOf(
  file: FunctionFile,
  app: AppParts,
  problems: Problem[],
): Promise<FunctionRunner | undefined> {
  return file.script?.language === 'python' ? runnerInPython(file, app) : nodeRunner(file, app, problems);
}

function runnerInPython(file: FunctionFile, { host, python }: AppParts): FunctionRunner | undefined {
  const loaded = python?.loaded.get(file.name);
  if (!python || loaded?.type !== 'loaded') return undefined;
  const { wantsModel } = loaded;
  const isLogged = (level: LogLevel): boolean => isWritten(host.logLevels, file.name, level);
  return pythonRunner({ ...file, wantsModel, isWritten: isLogged }, python.worker);
}

async function nodeRunner(
  file: FunctionFile,
  { root, host }: AppParts,
  problems: Problem[],
): Promise<FunctionRunner | undefined> {
  const { name, place, script } = file;
  if (!script) return undefined;
  const complain = (what: string): void => {
    problems.push({ code: 'FUNCTION_SCRIPT_INVALID', place, what: `the script ${script.file}: ${what}` });
  };
  try {
    const callback = entryPointOf(await loadScript(root, script.file), script.entryPoint);
    if (typeof callback === 'string') complain(callback);
    else return v3Runner({ ...file, isWritten: (level) => isWritten(host.logLevels, name, level) }, callback);
  } catch (error) {
    complain(`it cannot be loaded: ${describeError(error).message}`);
  }
  return undefined;
}

/** In the place of a function that has problems, or that is only to be looked at. */
const neverRuns: FunctionRunner = () => {
  throw new Error('a function was called that was not loaded');
};
