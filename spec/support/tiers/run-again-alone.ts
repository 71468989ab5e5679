import type { FailedSpec, Results } from './results.js';
import type { Batch } from './spec-files.js';

/** With more than these, something is broken, and not just slow. */
const mostFiles = 5;

/**
 * Runs each file in which something failed once more, with nothing beside it, as a machine that checks a change does: it may be
 * busy with something else as well. What passes then counts as passed, and is named as unsteady, because that is a bug, too.
 */
export async function runAgainAlone(
  first: Results,
  run: (batch: Batch) => Promise<Results>,
): Promise<Results> {
  const runs = new Map(first.failures.map((failure) => [keyOf(failure), failure]));
  if (runs.size > mostFiles || first.failures.some(({ file }) => file === undefined)) return first;
  let total = first;
  for (const { file = '', environment } of runs.values()) {
    process.stdout.write(`\n== again, alone: ${file}\n`);
    const again = await run({
      title: file,
      files: [file],
      jobs: 1,
      ...(environment && { environment }),
    });
    if (again.failed === 0) total = withoutFailuresOf(total, keyOf({ file, environment }));
  }
  return total;
}

function withoutFailuresOf(results: Results, key: string): Results {
  const passed = results.failures.filter((each) => keyOf(each) === key);
  return {
    ...results,
    passed: results.passed + passed.length,
    failed: results.failed - passed.length,
    failures: results.failures.filter((each) => keyOf(each) !== key),
    unsteady: [...(results.unsteady ?? []), ...passed],
  };
}

function keyOf({ file, environment = {} }: Pick<FailedSpec, 'file' | 'environment'>): string {
  return JSON.stringify([file, environment]);
}
