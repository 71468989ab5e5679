import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, posix, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown, type OutputBundle } from 'rolldown';
import { repository } from './repository.js';

/** The members of package.json that say which files a program imports or runs. */
export interface EntryPoints {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/**
 * Writes `dist/package`, the code that the package ships: `lib` in a handful of files, because Node.js takes longer to
 * find and read the hundreds that tsc makes of it than to run them. What the entry points share is in `shared/`, so each
 * class exists once whichever of them a program imports.
 */
export async function bundlePackage(): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as EntryPoints;
  const modules = entryModules(manifest).flatMap((module) => [module, ...startedBy(module)]);
  const bundle = await rolldown({
    cwd: repository,
    input: Object.fromEntries(modules.map((module) => [module, `lib/${module}.ts`])),
    platform: 'node',
    // Dependencies, peers and what belongs to Node.js: a second copy of ioredis or tsyringe would not know the first.
    external: /^[^./]/,
    transform: { target: 'node20.19' },
    // It would go by "sideEffects" in package.json, which is about the files that it writes.
    treeshake: { moduleSideEffects: true },
    plugins: [{ name: 'escape-characters', generateBundle: (_, files) => escapeCharacters(files) }],
  });
  await bundle.write({
    dir: 'dist/package',
    cleanDir: true,
    chunkFileNames: 'shared/[name].js',
    codeSplitting: { groups: sharedFiles() },
    comments: { legal: true, annotation: true, jsdoc: false },
    sourcemap: true,
    // The package has them as files, which its declarations lead to as well.
    sourcemapExcludeSources: true,
  });
  await bundle.close();
}

/** A single character beyond Latin-1 makes V8 keep and read the whole file with two bytes for each character. */
function escapeCharacters(files: OutputBundle): void {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const file of Object.values(files)) {
    if (file.type === 'chunk') file.code = file.code.replaceAll(/[\u0080-\uffff]/g, escape);
  }
}

/**
 * What is in one file: without it, what is needed by each set of entry points would have a file of its own. By what the
 * entry points of running programs load, and nothing that only others need, because whatever is in a file is compiled.
 */
function sharedFiles(): { readonly name: string; readonly test: (file: string) => boolean }[] {
  const scaling = loadedBy('lib/scaling/index.ts');
  const program = new Set([...loadedBy('lib/index.ts'), ...loadedBy('lib/testing/kit/invoke.ts')]);
  const isIn = (files: ReadonlySet<string>, file: string): boolean => files.has(relative(repository, file));
  return [
    { name: 'errors', test: (file) => /lib[\\/]errors[\\/]/.test(file) && isIn(scaling, file) },
    { name: 'core', test: (file) => isIn(scaling, file) && !/lib[\\/]scaling[\\/]/.test(file) },
    // The fake runs every script, also those that programs load later.
    { name: 'runtime', test: (file) => isIn(program, file) || /commands[\\/]lua[\\/]/.test(file) },
    { name: 'fleet', test: (file) => /lib[\\/]fleet[\\/](?!index)/.test(file) },
    { name: 'telemetry', test: (file) => /lib[\\/]telemetry[\\/](?!index)/.test(file) },
  ];
}

/** The file with all that it imports at once, and that imports, as paths from the root. */
function loadedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(normalize(file))) return found;
  found.add(normalize(file));
  const text = readFileSync(join(repository, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export)(?! type) [^;]*?'(\.[^']+)\.js';/gm))
    loadedBy(join(dirname(file), `${path}.ts`), found);
  return found;
}

/** The modules of `lib` that are entry points: `dist/package/testing/index.js` is made of `lib/testing/index.ts`. */
export function entryModules({ exports, bin = {} }: EntryPoints): string[] {
  const targets = Object.values(exports).map((entry) => (typeof entry === 'string' ? entry : entry.default));
  return [...targets, ...Object.values(bin)].flatMap(
    (target) => /^(?:\.\/)?dist\/package\/(.+)\.js$/.exec(target)?.[1] ?? [],
  );
}

/** What an entry point runs in another process, by its path: `new URL('./program.js', import.meta.url)`. */
function startedBy(module: string): string[] {
  const text = readFileSync(join(repository, 'lib', `${module}.ts`), 'utf8');
  const paths = [...text.matchAll(/new URL\('(\..+?)\.js', import\.meta\.url\)/g)];
  return paths.map(([, path = '']) => posix.join(posix.dirname(module), path));
}

/** After `tsc` alone, specs would run examples, programs and the package with what the library was before. */
export async function bundleIfStale(): Promise<void> {
  if (timeOf('dist/.tsbuildinfo') > timeOf('dist/package/index.js')) await bundlePackage();
}

function timeOf(file: string): number {
  return statSync(join(repository, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundlePackage();
