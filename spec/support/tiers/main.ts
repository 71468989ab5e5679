/**
 * `node dist/spec/support/tiers/main.js <name>...` runs tiers, folders or files of specs, in this order. The
 * last line is the sum of all; the exit code says whether something failed. With SPEC_AGAIN=1, what failed beside
 * others runs once more, alone.
 */
import { closingLines, sumOf, type Results } from './results.js';
import { runAgainAlone } from './run-again-alone.js';
import { runMocha } from './run-mocha.js';
import { batchesOf } from './spec-files.js';

const jobs = Number(process.env.SPEC_JOBS);

const batches = batchesOf(process.argv.slice(2));
const results: Results[] = [];
for (const batch of batches) {
  const startedAt = Date.now();
  process.stdout.write(`\n== ${batch.title}: ${batch.files.length} files\n`);
  results.push(await runMocha(jobs && batch.jobs > 1 ? { ...batch, jobs } : batch));
  process.stdout.write(`== ${batch.title}: ${Math.round((Date.now() - startedAt) / 1_000)} s\n`);
}
const first = sumOf(results);
const total = process.env.SPEC_AGAIN === '1' ? await runAgainAlone(first, runMocha) : first;
process.stdout.write(closingLines(total));
process.exitCode = total.failed > 0 || batches.length === 0 ? 1 : 0;
