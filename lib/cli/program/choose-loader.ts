import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

/**
 * What loads TypeScript, in the order in which it is preferred: tsx comes last, because of them all it alone emits no types
 * of parameters. It is what a project with standard decorators has, which have none.
 */
const loaders = [
  { name: '@oxc-node/core', register: '@oxc-node/core/register' },
  { name: '@swc-node/register', register: '@swc-node/register/esm-register' },
  { name: 'jiti', register: 'jiti/register' },
  { name: 'tsx', register: 'tsx' },
] as const;

/** What to give to `node --import` for a file of TypeScript. Throws LOADER_MISSING where the project has none. */
export function chooseLoader(folder: string, file: string): string {
  const found = loaders.find(({ name }) => isInstalled(folder, name));
  if (found) return found.register;
  const what = `${file} is TypeScript, and none of ${loaders.map(({ name }) => name).join(', ')} is installed here`;
  throw new RedisTriggersError({ code: 'LOADER_MISSING', place: 'redis-triggers', what });
}

/** As Node.js looks for it: in this folder and in those above. */
function isInstalled(folder: string, name: string): boolean {
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return true;
  return dirname(folder) !== folder && isInstalled(dirname(folder), name);
}
