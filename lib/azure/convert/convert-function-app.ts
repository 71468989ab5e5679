import { dirname, relative, resolve } from 'node:path';
import { throwProblems } from '../../errors/redis-triggers-error.js';
import type { Problem } from '../../errors/problem.js';
import { readAppSettings } from '../folder/app-settings.js';
import { functionFolders, isFunctionApp, sameNames } from '../folder/function-folders.js';
import { readFunctionFile } from '../folder/function-file.js';
import { readHostFile } from '../folder/host-file.js';
import { isDisabled } from '../folder/is-disabled.js';
import { callingScripts } from './calling-scripts.js';
import { convertFunction, type ConvertedFunction } from './convert-function.js';

/** What converting an app takes. */
export interface ConvertOptions {
  /** The file that the text is for: paths of scripts begin there. */
  readonly file: string;
  readonly ignoreOtherBindings: boolean;
}

/** The functions of an app as a handler class. */
export interface ConvertedApp {
  /** TypeScript. */
  readonly text: string;
  /** What is left to do by hand, each as a sentence. */
  readonly notes: readonly string[];
}

/** Writes the folders of an app as methods with decorators, which call the functions as they are. Throws for all problems. */
export function convertFunctionApp(folder: string, options: ConvertOptions): ConvertedApp {
  const root = resolve(folder);
  const problems: Problem[] = [];
  const names = isFunctionApp(root) ? functionFolders(root) : [];
  if (names.length === 0) {
    const what = 'the folder has no folder with a function.json';
    const remedy = 'Functions that are registered with app.generic run as they are, or move by hand.';
    problems.push({ code: 'FUNCTION_APP_INVALID', place: folder, what, remedy });
  }
  problems.push(...sameNames(names));
  const { settings } = readAppSettings(root, {}, problems);
  const host = readHostFile(root, settings, problems);
  const rules = {
    ignoresOthers: options.ignoreOtherBindings,
    isDisabled: (name: string, content: Readonly<Record<string, unknown>>) =>
      isDisabled(name, content, host, settings),
  };
  const notes: string[] = [];
  const from = dirname(resolve(options.file));
  const converted = names.flatMap((name): ConvertedFunction[] => {
    const read = readFunctionFile(root, name, rules, problems);
    if (read.is === 'read') {
      const script = read.file.script && relative(from, read.file.script.file).replaceAll('\\', '/');
      return [convertFunction(read.file, { script, host, settings }, problems)];
    }
    if (read.is !== 'wrong') notes.push(`${name} is left out: ${read.why}.`);
    return [];
  });
  throwProblems(problems, folder);
  notes.push(...converted.flatMap((each) => each.notes));
  return { text: textOf(converted), notes };
}

function textOf(converted: readonly ConvertedFunction[]): string {
  const imports = [
    ...new Set(['InvocationContext', 'Context', 'Message', ...converted.flatMap((each) => each.imports)]),
  ];
  const calls = converted.some((each) => each.calls);
  const definitions = converted.flatMap((each) => each.definitions);
  return [
    ...(calls ? ["import { format } from 'node:util';"] : []),
    `import { ${imports.sort().join(', ')} } from 'redis-triggers';`,
    '',
    ...(definitions.length > 0 ? [...definitions, ''] : []),
    'export class Functions {',
    converted.map(({ method }) => method).join('\n\n'),
    '}',
    '',
    ...(calls ? [callingScripts] : []),
  ].join('\n');
}
