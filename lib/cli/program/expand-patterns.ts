import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';

const isModule = /\.[cm]?[jt]s$/;
const isNoHandler = /\.d\.[cm]?ts$/;

/** Of a folder, specs are left out as well: they do not run here. */
const modulesOfFolder = '**/!(*.spec|*.test|*.d).{js,mjs,cjs,ts,mts,cts}';

/** The files that patterns and folders name, sorted, with absolute paths. Throws where one of them names none. */
export async function expandPatterns(patterns: readonly string[]): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = new Set<string>();
  for (const pattern of patterns) {
    const isFolder = statSync(pattern, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const wanted = isFolder ? posix.join(pattern.replaceAll('\\', '/'), modulesOfFolder) : pattern;
    const ignore = pattern.includes('node_modules') ? [] : ['**/node_modules/**'];
    const found = (await glob(wanted, { absolute: true, ignore })).filter(
      (file) => isModule.test(file) && !isNoHandler.test(file),
    );
    if (found.length === 0) {
      const what = isFolder ? 'the folder has no module' : 'the pattern matches no file';
      throw new RedisTriggersError({ code: 'HANDLER_FILE_INVALID', place: pattern, what });
    }
    for (const file of found.sort()) files.add(file);
  }
  return [...files];
}
