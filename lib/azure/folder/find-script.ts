import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { JsonObject } from './read-json-file.js';
import type { Complain } from './read-bindings.js';

/** The file that has a function. */
export interface Script {
  readonly file: string;
  readonly language: 'node' | 'python';
  /** The name under which the file has the function, where one is given. */
  readonly entryPoint?: string;
}

const languages: Readonly<Record<string, Script['language']>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.py': 'python',
};

/** The script of a function, by Azure's rules; undefined where there is none, which is then a problem. */
export function findScript(
  folder: string,
  { scriptFile, entryPoint }: JsonObject,
  complain: Complain,
): Script | undefined {
  const file = isText(scriptFile) ? resolve(folder, scriptFile) : likeliestFile(folder);
  if (file === undefined) {
    const remedy = 'Add index.js or __init__.py to the folder, or set `scriptFile`.';
    complain('the function has no script', remedy);
    return undefined;
  }
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    complain(
      `the script ${String(scriptFile)} does not exist`,
      'Set `scriptFile` to a path from the folder of function.json.',
    );
    return undefined;
  }
  const language = languages[extname(file).toLowerCase()];
  if (language === undefined) {
    complain(`the script ${basename(file)} is neither JavaScript nor Python`, remedyFor(extname(file)));
    return undefined;
  }
  return { file, language, ...(isText(entryPoint) && { entryPoint }) };
}

/** The only file beside function.json, else the first with one of the names that Azure looks for. */
function likeliestFile(folder: string): string | undefined {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase() !== 'function.json')
    .map(({ name }) => name)
    .sort();
  const wellKnown = files.find((name) => /^(?:run\.[^.]+|index\.(?:js|mjs|cjs)|__init__\.py)$/i.test(name));
  const chosen = files.length === 1 ? files[0] : wellKnown;
  return chosen !== undefined && existsSync(join(folder, chosen)) ? join(folder, chosen) : undefined;
}

function remedyFor(extension: string): string {
  return /^\.[cm]?ts$/.test(extension)
    ? 'Compile it, and set `scriptFile` to the compiled file, such as "../dist/Name/index.js".'
    : 'Write the function in JavaScript or Python, or as a method with a trigger decorator.';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
