import { globSync } from 'tinyglobby';
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const emitted = /\.([cm]?)(?:js|d\.[cm]?ts)(?:\.map)?$/;

/**
 * Removes what a compiler emitted for sources that are no longer there: TypeScript leaves it, and mocha
 * would run a deleted spec again. The package's own code is none of its output. Returns what was removed.
 */
export function removeStaleOutput(root: string, output = join(root, 'dist')): string[] {
  const files = globSync('**', { cwd: output, absolute: true, ignore: 'package/**' }).filter((file) =>
    emitted.test(file),
  );
  const stale = files.filter((file) => !existsSync(sourceOf(root, relative(output, file))));
  for (const file of stale) rmSync(file);
  return stale;
}

function sourceOf(root: string, file: string): string {
  return join(root, file.replace(emitted, '.$1ts'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const stale = removeStaleOutput(join(import.meta.dirname, '../../..'));
  if (stale.length > 0) process.stdout.write(`Removed the output of ${stale.length} deleted files\n`);
}
