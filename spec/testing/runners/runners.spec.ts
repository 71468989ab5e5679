import { expect } from 'chai';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../package/project.js';
import { repository } from '../../support/repository.js';
import type { ProgramResult } from '../../support/run-program.js';

const programs = join(repository, 'spec/testing/runners/programs');

/** A user's project with the same handlers, and the tests of one runner. */
async function projectFor(runner: string, packages: readonly string[]): Promise<Project> {
  const project = await Project.create(runner, { packages: ['@types/node', ...packages] });
  for (const name of ['orders.ts', 'all-kinds.ts', `${runner}.test.ts`])
    cpSync(join(programs, name), join(project.folder, name));
  const types = packages.includes('@types/mocha') ? ['node', 'mocha'] : ['node'];
  const lib = ['ES2023', 'ESNext.Disposable'];
  project.writeTsconfig({ module: 'nodenext', lib, types, skipLibCheck: true, esModuleInterop: true });
  return project;
}

/** Beside other specs, a test may take longer than the runners allow by default. */
const patience = '30000';

const bin = (path: string): string => join(repository, 'node_modules', path);

/** It has to end by itself: no runner is told to force its exit. */
function expectThreePassed({ exitCode, stdout, stderr }: ProgramResult, passed: RegExp): void {
  expect(passed.test(`${stdout}${stderr}`), `${stdout}${stderr}`).to.equal(true);
  expect(exitCode, stderr).to.equal(0);
  expect(stderr).to.not.match(/did not exit|open handle/i);
}

describe('the testing kit, with its timers and with fake ones, and with nothing left open,', function () {
  this.timeout(180_000);

  it('works under mocha, with sinon', async () => {
    const project = await projectFor('mocha', ['mocha', '@types/mocha', 'sinon', '@types/sinon']);
    expect(await project.compile()).to.equal('');
    expectThreePassed(
      await project.run([bin('mocha/bin/mocha.js'), '--timeout', patience, 'out/mocha.test.js']),
      /3 passing/,
    );
  });

  it('works under node:test', async () => {
    const project = await projectFor('node', []);
    expect(await project.compile()).to.equal('');
    expectThreePassed(await project.run(['--test', 'out/node.test.js']), /pass 3\n[^]*fail 0\n/);
  });

  it('works under jest, as ES modules', async () => {
    const project = await projectFor('jest', ['@jest/globals', 'jest']);
    expect(await project.compile()).to.equal('');
    project.writeJson('jest.config.json', {
      rootDir: 'out',
      transform: {},
      testEnvironment: 'node',
      testTimeout: Number(patience),
    });
    const args = ['--experimental-vm-modules', bin('jest/bin/jest.js'), '--detectOpenHandles'];
    expectThreePassed(await project.run(args), /Tests: +3 passed, 3 total/);
  });

  it('works under vitest, which compiles by itself', async () => {
    const project = await projectFor('vitest', ['vitest']);
    const args = [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--no-color',
      `--testTimeout=${patience}`,
    ];
    expectThreePassed(await project.run(args), /Tests +3 passed \(3\)/);
  });
});
