import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../errors/problem.js';

/** Whether a folder is a function app: it has a host.json, or folders with a function.json. */
export function isFunctionApp(folder: string): boolean {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
  return existsSync(join(folder, 'host.json')) || functionFolders(folder).length > 0;
}

/** The names of the folders that have a function.json, sorted: Azure looks no deeper. */
export function functionFolders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .map(({ name }) => name)
    .filter((name) => name !== 'node_modules' && existsSync(join(root, name, 'function.json')))
    .sort();
}

/** A problem for each name that two folders have but for upper and lower case, which Azure takes for the same. */
export function sameNames(names: readonly string[]): Problem[] {
  const earlier = new Map<string, string>();
  return names.flatMap((name) => {
    const first = earlier.get(name.toLowerCase());
    if (first === undefined) {
      earlier.set(name.toLowerCase(), name);
      return [];
    }
    const what = `two folders have one name, ${first} and ${name}: upper and lower case count as the same`;
    return [
      { code: 'FUNCTION_JSON_INVALID', place: `${name}/function.json`, what, remedy: 'Rename one of them.' },
    ];
  });
}
