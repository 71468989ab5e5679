import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a script exports, loaded as Azure's worker does: the package.json of the root decides, and no nearer one. */
export async function loadScript(root: string, file: string): Promise<unknown> {
  const extension = extname(file).toLowerCase();
  const isModule = extension === '.mjs' || (extension !== '.cjs' && isModuleFolder(root));
  return isModule ? await import(pathToFileURL(file).href) : (createRequire(file)(file) as unknown);
}

function isModuleFolder(root: string): boolean {
  try {
    const content = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { type?: unknown } | null;
    return content?.type === 'module';
  } catch {
    return false;
  }
}
