/** A process that runs specs of the instrumented build, and tells its parent what becomes of each. */
import 'reflect-metadata';
import Mocha, { type Context, type Hook, type Suite, type Test } from 'mocha';
import { once } from 'node:events';
import { relative } from 'node:path';
import { repository } from '../repository.js';
import { takeReached } from './active-mutant.js';
import type { SpecFileJob, SpecJob, SpecMessage } from './messages.js';

/** For a hook, and for a spec whose time is not known yet. */
const hookLimitInMs = 10_000;
const unknownLimitInMs = 180_000;

const [job] = (await once(process, 'message')) as [SpecJob];
await run(job);
process.exit();

async function run({ files, bail, patience = 1 }: SpecJob): Promise<void> {
  const timeout = (bail ? hookLimitInMs : unknownLimitInMs) * patience;
  // This reporter prints nothing.
  const mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout, bail });
  for (const { file } of files) mocha.addFile(file);
  let reachedBefore: number[] = [];
  mocha.rootHooks({
    beforeEach: () => void (reachedBefore = takeReached()),
    afterEach(this: Context) {
      const test = this.currentTest;
      if (test?.state !== 'passed') return;
      const [title, timeInMs] = [test.fullTitle(), test.duration ?? 0];
      tell({ type: 'passed', file: fileOf(test), title, timeInMs, reached: takeReached(), reachedBefore });
    },
  });
  await mocha.loadFilesAsync();
  select(mocha.suite, new Map(files.map((each) => [each.file, each])), patience);
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('test', (test) => tell({ type: 'begun', limitInMs: test.timeout() }));
    runner.on('hook', () => tell({ type: 'begun', limitInMs: timeout }));
    runner.on('fail', (failed: Test | Hook, error?: NodeJS.ErrnoException) => {
      const isLate = error?.code === 'ERR_MOCHA_TIMEOUT';
      tell({ type: 'failed', title: failed.fullTitle(), message: error?.message ?? '', isLate });
    });
  });
  await new Promise((resolve) => process.send?.({ type: 'ended' } satisfies SpecMessage, resolve));
}

function tell(message: SpecMessage): void {
  process.send?.(message);
}

function select(suite: Suite, jobs: ReadonlyMap<string, SpecFileJob>, patience: number): void {
  suite.tests = suite.tests.filter((test) => {
    const limits = jobs.get(fileOf(test))?.limitsInMs;
    if (limits === undefined) return true;
    const limit = limits[test.fullTitle()];
    if (limit !== undefined) test.timeout(limit * patience);
    return limit !== undefined;
  });
  for (const inner of suite.suites) select(inner, jobs, patience);
}

function fileOf({ file = '' }: Test): string {
  return relative(repository, file);
}
