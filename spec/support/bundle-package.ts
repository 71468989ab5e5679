import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, posix, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown, type OutputBundle } from 'rolldown';
import { bundleDeclarations } from './bundle-declarations.js';
import { bundlePage, pageModule, writePageModule } from './bundle-page.js';
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
  const page = await bundlePage();
  writePageModule(page);
  const bundle = await rolldown({
    cwd: repository,
    input: Object.fromEntries(modules.map((module) => [module, `lib/${module}.ts`])),
    platform: 'node',
    // Dependencies, peers and what belongs to Node.js: a second copy of ioredis or tsyringe would not know the first.
    external: /^[^./]/,
    transform: { target: 'node20.19' },
    // It would go by "sideEffects" in package.json, which is about the files that it writes.
    treeshake: { moduleSideEffects: true },
    plugins: [
      {
        name: 'page-files',
        load: (id) => (/lib[\\/]ui[\\/]page-files\.ts$/.test(id) ? pageModule(page) : null),
      },
      { name: 'escape-characters', generateBundle: (_, files) => escapeCharacters(files) },
    ],
  });
  await bundle.write({
    dir: 'dist/package',
    cleanDir: true,
    chunkFileNames: 'shared/[name].js',
    codeSplitting: { groups: sharedFiles() },
    comments: { legal: true, annotation: true, jsdoc: false },
    // With the sources in them, which the package does not have as files.
    sourcemap: true,
  });
  await bundle.close();
  await bundleDeclarations(entryModules({ exports: manifest.exports }));
}

/** A single character beyond Latin-1 makes V8 keep and read the whole file with two bytes for each character. */
function escapeCharacters(files: OutputBundle): void {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const file of Object.values(files)) {
    if (file.type === 'chunk') file.code = file.code.replaceAll(/[\u0080-\uffff]/g, escape);
  }
}

/**
 * What is in one file: without it, what is needed by each set of entry points would have a file of its own. By what running
 * programs load, and when, and nothing that only others need, because whatever is in a file is compiled. The first group
 * that a source belongs to has it.
 */
function sharedFiles(): { readonly name: string; readonly test: (file: string) => boolean }[] {
  const testing = loadedBy('lib/testing/index.ts');
  const declarations = new Set([
    ...loadedBy('lib/index.ts'),
    ...[...testing].filter((source) => !/^lib[\\/]testing[\\/]/.test(source)),
  ]);
  // What add-ons need of the runtime, so that they do without the rest of it.
  const core = new Set(
    ['scaling/index', 'fleet/index', 'fleet/join-fleet', 'telemetry/index'].flatMap((module) =>
      [...loadedBy(`lib/${module}.ts`)].filter(
        (source) => !source.startsWith(normalize(`lib/${dirname(module)}/`)),
      ),
    ),
  );
  // A command waits for what it loads: the process that reads its arguments has no client, unless it needs one.
  const commandLine = loadedBy('lib/cli/run-command-line.ts');
  const program = loadedBy('lib/cli/program/program-main.ts');
  const runtime = loadedBy('lib/runtime/build/build-runtime.ts');
  const list = new Set([
    ...loadedBy('lib/list/at-most-once/at-most-once-listener.ts'),
    ...loadedBy('lib/list/at-least-once/at-least-once-listener.ts'),
  ]);
  const stream = loadedBy('lib/stream/stream-listener.ts');
  const testRuntime = loadedBy('lib/testing/kit/open-test-runtime.ts');
  const sender = loadedBy('lib/sending/sender-connections.ts');
  const pubsub = loadedBy('lib/pubsub/pubsub-listener.ts');
  const kindsOf = (source: string): number =>
    [list, stream, pubsub].filter((kind) => kind.has(source)).length;
  const isEntry = (source: string): boolean => /^lib[\\/](?:testing[\\/])?index\.ts$/.test(source);
  const isOfCommandLine = (source: string): boolean => /^lib[\\/]cli[\\/]/.test(source);
  const group = (
    name: string,
    isIn: (source: string) => boolean,
  ): ReturnType<typeof sharedFiles>[number] => ({
    name,
    test: (file) => isIn(relative(repository, file)),
  });
  return [
    // The fake runs every script, and a kind of function only its own.
    group('scripts', (source) => /commands[\\/]lua[\\/]/.test(source)),
    // An entry point itself has a file of its own.
    group('declarations', (source) => declarations.has(source) && !isEntry(source)),
    group('without-client', (source) => commandLine.has(source) && !isOfCommandLine(source)),
    group('command-line', (source) => commandLine.has(source)),
    group('core', (source) => core.has(source)),
    group('runtime', (source) => runtime.has(source) || kindsOf(source) > 1),
    group('list', (source) => list.has(source)),
    group('stream', (source) => stream.has(source)),
    group('pubsub', (source) => pubsub.has(source)),
    group('testing', (source) => testing.has(source) && !isEntry(source)),
    group('fleet', (source) => /^lib[\\/]fleet[\\/](?!index)/.test(source)),
    group('telemetry', (source) => /^lib[\\/]telemetry[\\/](?!index)/.test(source)),
    group('scaling', (source) => /^lib[\\/]scaling[\\/](?!index)/.test(source)),
    // What others load as well, when they need it: it must not be in a file that needs NestJS.
    group('test-runtime', (source) => testRuntime.has(source)),
    group('sender', (source) => sender.has(source)),
    group('nest-testing', (source) => /^lib[\\/]nest[\\/]testing[\\/](?!index)/.test(source)),
    group('nest', (source) => /^lib[\\/]nest[\\/](?!index|testing)/.test(source)),
    group('operating', (source) => /^lib[\\/]operating[\\/]/.test(source)),
    group('ui', (source) => /^lib[\\/]ui[\\/](?!index)/.test(source)),
    // What tells a folder of an Azure app from others, without what runs it.
    group('function-folders', (source) => /azure[\\/]folder[\\/]function-folders\.ts$/.test(source)),
    group('azure', (source) => /^lib[\\/]azure[\\/](?!index)/.test(source)),
    group('program', (source) => program.has(source) && isOfCommandLine(source)),
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
