import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { InstrumentedBuild } from './instrumented-build.js';
import type { SpecPassed } from './messages.js';
import { runSpecs } from './spec-process.js';

/** What a spec takes, and which mutants it reaches while none is awake. */
export type ReachingSpec = Pick<SpecPassed, 'file' | 'title' | 'timeInMs' | 'reached' | 'reachedBefore'>;

/** So often a spec may fail while all mutants are asleep. */
const mostFailures = 3;

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
    const passed = await runAsleep(folder, stale);
    for (const file of stale) {
      const specs = passed.filter((spec) => spec.file === file);
      known[file] = { hash: hashes.get(file) ?? '', specs };
    }
    writeFileSync(store, JSON.stringify(known));
  }
  return files.flatMap((file) => known[file]?.specs ?? []);
}

/** Runs specs with no mutant awake. What fails is tried again a few times, because other work may have made it late. */
async function runAsleep(folder: string, files: readonly string[]): Promise<SpecPassed[]> {
  const done: SpecPassed[] = [];
  let left = files;
  for (let failures = 0; ;) {
    const { passed, failure } = await runSpecs(folder, {
      files: left.map((file) => ({ file })),
      bail: false,
    });
    if (failure === undefined) return [...done, ...passed];
    failures += 1;
    if (failures > mostFailures) throw new Error(`Specs fail without any mutant: ${failure}`);
    // The files run in this order, so what stands before the last one is over.
    const over = new Set(left.slice(0, Math.max(0, left.indexOf(passed.at(-1)?.file ?? ''))));
    done.push(...passed.filter(({ file }) => over.has(file)));
    left = left.filter((file) => !over.has(file));
  }
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
