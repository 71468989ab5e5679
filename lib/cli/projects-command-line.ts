import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is read of the package.json of a copy. */
interface Manifest {
  readonly name?: string;
  readonly bin?: Readonly<Record<string, string>>;
}

const name = 'redis-triggers';

/**
 * The command line of the copy of this package that a project has installed: its handlers import that copy, and another one
 * knows nothing of their classes. Undefined where it is this one, or there is none.
 *
 * @param folder where Node.js would begin to look for it, and goes on in the folders above
 * @param ownFile a file of this copy
 */
export function projectsCommandLine(folder: string, ownFile: string): URL | undefined {
  const copy = findInstalled(folder);
  if (!copy || copy === rootOf(dirname(realpathSync(fileURLToPath(ownFile))))) return undefined;
  const file = readManifest(copy)?.bin?.[name];
  return file === undefined ? undefined : pathToFileURL(join(copy, file));
}

function findInstalled(folder: string): string | undefined {
  const place = join(folder, 'node_modules', name);
  if (readManifest(place)?.name === name) return realpathSync(place);
  return dirname(folder) === folder ? undefined : findInstalled(dirname(folder));
}

/** The folder of the package that a folder belongs to. */
function rootOf(folder: string): string | undefined {
  if (readManifest(folder)?.name === name) return folder;
  return dirname(folder) === folder ? undefined : rootOf(dirname(folder));
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
