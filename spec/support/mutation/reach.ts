import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { InstrumentedBuild } from './instrumented-build.js';
import type { SpecPassed } from './messages.js';
import { runSpecs } from './spec-process.js';

/** What a spec takes, and which mutants it reaches while none is awake. */
export type ReachingSpec = Pick<SpecPassed, 'file' | 'title' | 'timeInMs' | 'reached' | 'reachedBefore'>;

/** Of each file of specs, as long as neither it nor what it runs has changed. */
type Records = Record<string, { readonly hash: string; readonly specs: readonly ReachingSpec[] }>;

/**
 * Runs specs with all mutants asleep, and notes which they reach. What is known from an earlier run of the
 * same code is not run again.
 */
export async function recordReach(
  { folder }: InstrumentedBuild,
  files: readonly string[],
): Promise<ReachingSpec[]> {
  const store = join(folder, 'reach.json');
  const known = readRecords(store);
  const library = hashOf(folder, globSync('dist/{lib,spec/support}/**/*.js', { cwd: folder }).sort());
  const hashes = new Map(files.map((file) => [file, `${library} ${hashOf(folder, [file])}`]));
  const stale = files.filter((file) => known[file]?.hash !== hashes.get(file));
  if (stale.length > 0) {
    const job = { files: stale.map((file) => ({ file })), bail: false };
    const { passed, failure } = await runSpecs(folder, job);
    if (failure !== undefined) throw new Error(`Specs fail without any mutant: ${failure}`);
    for (const file of stale) {
      const specs = passed.filter((spec) => spec.file === file);
      known[file] = { hash: hashes.get(file) ?? '', specs };
    }
    writeFileSync(store, JSON.stringify(known));
  }
  return files.flatMap((file) => known[file]?.specs ?? []);
}

function readRecords(store: string): Records {
  try {
    return JSON.parse(readFileSync(store, 'utf8')) as Records;
  } catch {
    return {};
  }
}

function hashOf(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
