import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.js';
import { closingLines, sumOf, type FailedSpec, type Results } from './results.js';
import { runAgainAlone } from './run-again-alone.js';
import { batchesOf, tierOf } from './spec-files.js';
import { longest, quickTier, tiers } from './tiers.js';

describe('the tiers of specs', () => {
  it('have each file of specs once', () => {
    const files = batchesOf(Object.keys(tiers))
      .filter(({ environment }) => !environment)
      .flatMap((batch) => batch.files);
    expect(files).to.have.length(new Set(files).size);
    expect(files).to.include.members([
      'dist/spec/support/tiers/tiers.spec.js',
      'dist/spec/faults/tls.spec.js',
      'dist/spec/bench/small-run.spec.js',
      'dist/spec/package/tarball.spec.js',
    ]);
  });

  it('put a file where the longest name says', () => {
    expect(tierOf('dist/spec/time/backoff.spec.js')).to.equal(quickTier);
    expect(tierOf('dist/spec/testing/runners/runners.spec.js')).to.equal('package');
  });

  it('name only what there is', () => {
    const names = Object.values(tiers).flatMap(({ files, alone }) => [...files, ...alone]);
    for (const name of [...names, ...longest].filter(Boolean)) {
      const path = join(repository, 'spec', name);
      expect(existsSync(path) || existsSync(`${path}.spec.ts`), name).to.equal(true);
    }
  });

  it('run those that measure one after another, after the others', () => {
    const batches = batchesOf(['bench']);
    expect(batches.map(({ jobs }) => jobs > 1)).to.deep.equal([true, false]);
    expect(batches[0]?.files).to.include('dist/spec/bench/report.spec.js');
    expect(batches[1]?.files).to.include('dist/spec/bench/small-run.spec.js');
  });

  it('run conformance once more without fast paths, and with ioredis 5, beside the faults', () => {
    const again = batchesOf(['faults']).filter(({ environment }) => environment);
    expect(again.map(({ environment }) => environment)).to.deep.equal([
      { REDIS_TRIGGERS_FAST_PATHS: 'off' },
      { SPEC_IOREDIS: 'ioredis-5' },
    ]);
    const conformance = batchesOf(['conformance']).flatMap(({ files }) => files);
    expect(again[0]?.files).to.have.members(conformance);
    expect(again[1]?.files).to.include.members(conformance);
  });

  it('can be asked for folders and files, not for what is not there', () => {
    const [batch] = batchesOf(['time', 'list/pop-commands']);
    expect(batch?.files).to.include('dist/spec/time/backoff.spec.js');
    expect(batch?.files).to.include('dist/spec/list/pop-commands.spec.js');
    expect(() => batchesOf(['no-such-folder'])).to.throw('no-such-folder');
  });
});

describe('the end of a run', () => {
  it('has the sum of all, alone in the last line', () => {
    const one = { passed: 5, failed: 0, skipped: 1, failures: [] };
    expect(closingLines(sumOf([one, { ...one, passed: 3 }]))).to.equal('\n8 passed, 0 failed, 2 skipped\n');
  });

  it('says how what failed is run again', () => {
    const file = 'dist/spec/list/pop-commands.spec.js';
    const failures: FailedSpec[] = [
      { file, title: "a pop doesn't wait" },
      { file, title: undefined },
      { file, title: undefined, environment: { FAST: 'off' } },
      { file, title: 'pops', environment: { SPEC_IOREDIS: 'ioredis-5' } },
      { file: undefined, title: undefined },
    ];
    const lines = closingLines({ passed: 0, failed: 3, skipped: 0, failures }).split('\n');
    expect(lines).to.include(`  npx mocha ${file} --fgrep 'a pop doesn'\\''t wait'`);
    expect(lines).to.include(`  npx mocha ${file}`);
    expect(lines).to.include(`  FAST=off npx mocha ${file}`);
    expect(lines).to.include('  SPEC_IOREDIS=ioredis-5 npm run test:some -- list/pop-commands');
    expect(lines).to.include('  npm test');
  });
});

describe('what failed, and runs again alone', () => {
  const one = { file: 'dist/spec/time/backoff.spec.js', title: 'one' };
  const other = { file: 'dist/spec/list/pop-commands.spec.js', title: 'other', environment: { FAST: 'off' } };
  const first = { passed: 5, failed: 3, skipped: 1, failures: [one, { ...one, title: 'two' }, other] };
  const clean: Results = { passed: 3, failed: 0, skipped: 0, failures: [] };

  it('counts as passed where it passes, and is named', async () => {
    const batches: unknown[] = [];
    const results = await runAgainAlone(first, ({ files, jobs, environment }) => {
      batches.push({ files, jobs, environment });
      return Promise.resolve(environment ? { ...clean, failed: 1 } : clean);
    });
    expect(batches).to.deep.equal([
      { files: [one.file], jobs: 1, environment: undefined },
      { files: [other.file], jobs: 1, environment: { FAST: 'off' } },
    ]);
    expect(results).to.deep.include({ passed: 7, failed: 1, skipped: 1, failures: [other] });
    expect(closingLines(results)).to.match(
      /^\nUnsteady: .*:\n {2}npx mocha .*backoff.*\n.*'two'\n\nRun again/,
    );
  });

  it('is left where much has failed, or what failed is not known', async () => {
    const run = (): Promise<Results> => Promise.reject(new Error('nothing is to run'));
    const many = Array.from({ length: 6 }, (_, index) => ({ file: `${index}.js`, title: 'one' }));
    for (const failures of [many, [{ file: undefined, title: undefined }]]) {
      const results = { ...first, failures };
      expect(await runAgainAlone(results, run)).to.equal(results);
    }
  });
});
