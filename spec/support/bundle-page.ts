import { build } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

/** The scripts and the style of the page, as the package ships them. */
export interface BundledPage {
  readonly script: string;
  readonly style: string;
}

/** Makes one script and one style of `lib/ui/page`: users build nothing. */
export async function bundlePage(): Promise<BundledPage> {
  const folder = join(repository, 'lib/ui/page');
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.tsx'), join(folder, 'page.css')],
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'ascii',
    tsconfig: join(folder, 'tsconfig.json'),
  });
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

/** The module that has them, in place of the empty one of the source. */
export function pageModule(page: BundledPage): string {
  return `export const pageFiles = ${JSON.stringify(page)};\n`;
}

/** Specs import `dist/lib`, where tsc has put the empty one. */
export function writePageModule(page: BundledPage): void {
  const file = join(repository, 'dist/lib/ui/page-files.js');
  const text = pageModule(page);
  if (existsSync(file) && readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
