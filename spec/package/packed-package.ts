import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { EntryPoints } from '../support/bundle-package.js';
import { repository } from '../support/repository.js';

const run = promisify(execFile);

/** What the specs read of a package.json. */
export interface Manifest extends EntryPoints {
  readonly main: string;
  readonly types: string;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly sideEffects: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** The package as npm would publish it, unpacked. */
export interface PackedPackage {
  readonly folder: string;
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

const workshop = mkdtempSync(join(tmpdir(), 'redis-triggers-package-'));
process.once('exit', () => rmSync(workshop, { recursive: true, force: true }));

let packed: Promise<PackedPackage> | undefined;

/** Packs once for all specs. */
export function packedPackage(): Promise<PackedPackage> {
  return (packed ??= pack());
}

/** A new empty folder, gone when mocha ends. */
export function emptyFolder(name: string): string {
  return mkdtempSync(join(workshop, `${name}-`));
}

/** The sources that a source map of the package names, as paths in the package. */
export function sourcesOf(folder: string, file: string): string[] {
  const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sources: string[] };
  return sources.map((source) => join(dirname(file), source));
}

/** Without `prepack`: it cleans the output from which these specs run, and they were just built. */
async function pack(): Promise<PackedPackage> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', workshop];
  const { stdout } = await run('npm', args, { cwd: repository });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const folder = join(workshop, 'unpacked');
  mkdirSync(folder);
  await run('tar', ['-xzf', join(workshop, filename), '-C', folder, '--strip-components=1']);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  return { folder, files: files.map(({ path }) => path), manifest };
}
