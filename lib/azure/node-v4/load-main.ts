import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describeError } from '../../errors/describe-error.js';
import type { Problem } from '../../errors/problem.js';
import { isObject } from '../../errors/value-checks.js';
import { loadScript } from '../node/load-script.js';
import { AppRegistry } from './app-registry.js';
import { provideCore } from './host-stand-in.js';

/** Apps load one after another: what they register is told apart by who is loading. */
let loading: Promise<unknown> = Promise.resolve();

/** What apps have registered, by their roots, because a module runs only once in a process, even if its app is loaded again. */
const known = new Map<string, AppRegistry>();

/**
 * Loads the files that `main` of the app's package.json names, a pattern: they register functions and hooks with
 * `@azure/functions`. What cannot be loaded is a problem.
 *
 * @param isNeeded whether the app has nothing else to run, so that a `main` that names nothing is a problem
 */
export function loadMain(root: string, isNeeded: boolean, problems: Problem[]): Promise<AppRegistry> {
  const loaded = loading.then(() => loadOne(root, isNeeded, problems));
  loading = loaded.catch(() => undefined);
  return loaded;
}

async function loadOne(root: string, isNeeded: boolean, problems: Problem[]): Promise<AppRegistry> {
  const earlier = known.get(root);
  if (earlier) return earlier;
  const registry = new AppRegistry();
  const before = problems.length;
  const main = mainOf(root);
  if (main === undefined) return registry;
  provideCore(registry);
  const files = await filesOf(root, main);
  for (const file of files) {
    registry.file = relative(root, file).replaceAll('\\', '/');
    try {
      await loadScript(root, file);
    } catch (error) {
      problems.push(notLoaded(registry.file, error));
    }
  }
  registry.isClosed = true;
  if (problems.length === before) known.set(root, registry);
  if (files.length === 0 && isNeeded) {
    const what = `"main" is ${JSON.stringify(main)}, and there is no such file`;
    const remedy = 'Compile the app, or name the files that call app.generic: "src/functions/*.js".';
    problems.push({ code: 'FUNCTION_APP_INVALID', place: 'package.json', what, remedy });
  }
  return registry;
}

async function filesOf(root: string, main: string): Promise<string[]> {
  // Loaded here and not before, because most apps name one file.
  const { glob } = await import('tinyglobby');
  const found = await glob(main.replace(/^\.\//, ''), { cwd: root, absolute: true });
  return found.sort();
}

function mainOf(root: string): string | undefined {
  try {
    const content = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as unknown;
    const { main } = (isObject(content) ? content : {}) as { main?: unknown };
    return typeof main === 'string' && main.trim() !== '' ? main : undefined;
  } catch {
    return undefined;
  }
}

function notLoaded(file: string, error: unknown): Problem {
  const { message } = describeError(error);
  const isMissing = /Cannot find (?:module|package) '@azure\/functions'/.test(message);
  const remedy = isMissing
    ? 'Install the packages of the app: npm install in its folder.'
    : 'Correct the file, or `main` in package.json.';
  const what = `the file cannot be loaded: ${message.split('\n', 1)[0] ?? ''}`.replace(/[.\s]+$/, '');
  return { code: 'FUNCTION_SCRIPT_INVALID', place: file, what, remedy };
}
