import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { repository } from '../repository.js';
import { longest, quickTier, tiers } from './tiers.js';

/** What is run in one go, and how. */
export interface Batch {
  readonly title: string;
  /** From the repository. */
  readonly files: readonly string[];
  readonly jobs: number;
  /** Further variables for the environment of the run. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The batches of these tiers in this order, then of the folders and files under `spec/` among the names. */
export function batchesOf(names: readonly string[]): Batch[] {
  const all = allFiles();
  const ofTier = names.filter((name) => name in tiers);
  const others = names.filter((name) => !(name in tiers));
  const unknown = others.filter((name) => !all.some((file) => isIn(file, name)));
  if (unknown.length > 0) throw new Error(`There are no specs named ${unknown.join(', ')}.`);
  const named = all.filter((file) => others.some((name) => isIn(file, name)));
  return [...ofTier.flatMap((tier) => batchesOfTier(tier, all)), ...split(others.join(' '), named)];
}

function batchesOfTier(tier: string, all: readonly string[]): Batch[] {
  const { jobs, again = [] } = tiers[tier] ?? {};
  const own = all.filter((file) => tierOf(file) === tier);
  const others = again.flatMap(({ title, files, environment }) => {
    const named = all.filter((file) => files.some((name) => isIn(file, name)));
    return split(`${tier}, ${title}`, named, jobs).map((batch) => ({ ...batch, environment }));
  });
  return [...split(tier, own, jobs), ...others];
}

/** Those that can run beside each other, and those that cannot. */
function split(title: string, files: readonly string[], jobs = tiers[quickTier]?.jobs ?? 1): Batch[] {
  const together = longestFirst(files.filter((file) => !runsAlone(file)));
  return [
    { title, files: together, jobs },
    { title: `${title}, one file after another`, files: files.filter(runsAlone), jobs: 1 },
  ].filter((batch) => batch.files.length > 0);
}

/** The tier of a file: that of the longest name that it is in. */
export function tierOf(file: string): string {
  const names = Object.entries(tiers).flatMap(([tier, { files }]) => files.map((name) => ({ tier, name })));
  const fitting = names.filter(({ name }) => isIn(file, name));
  return fitting.sort((a, b) => b.name.length - a.name.length)[0]?.tier ?? quickTier;
}

function runsAlone(file: string): boolean {
  return Object.values(tiers).some(({ alone }) => alone.some((name) => isIn(file, name)));
}

function longestFirst(files: readonly string[]): string[] {
  const rank = (file: string): number => {
    const index = longest.findIndex((name) => isIn(file, name));
    return index < 0 ? longest.length : index;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** @param file from the repository, such as `dist/spec/time/backoff.spec.js` */
function isIn(file: string, name: string): boolean {
  const path = file.replace(/^dist\/spec\//, '').replace(/\.spec\.js$/, '');
  return name === '' || path === name || path.startsWith(`${name}/`);
}

function allFiles(): string[] {
  const found = globSync('spec/**/*.spec.js', { cwd: join(repository, 'dist') });
  return found.map((file) => `dist/${file}`).sort();
}
