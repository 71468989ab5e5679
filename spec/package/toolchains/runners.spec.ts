import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/repository.js';
import type { ProgramResult } from '../../support/run-program.js';
import type { Project } from '../project.js';
import { toolchainProject } from './toolchain-project.js';

const bin = (path: string): string => join(repository, 'node_modules', path);
const tsx = bin('tsx/dist/cli.mjs');
const jest = [bin('jest/bin/jest.js'), '--testTimeout=30000', '--colors=false'];
const jestEsm = ['--experimental-vm-modules', ...jest];
const vitest = [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--no-color', '--testTimeout=30000'];
const dialects = ['legacy', 'standard'] as const;

function expectPassed({ exitCode, stdout, stderr }: ProgramResult, passed: RegExp): void {
  expect(`${stdout}${stderr}`).to.match(passed);
  expect(exitCode, stderr).to.equal(0);
}

describe("a stranger's way from an empty folder to a tested handler", function () {
  this.timeout(180_000);

  for (const dialect of dialects) {
    describe(`with ${dialect} decorators`, () => {
      const byNode = { dialect, importIt: "import { it } from 'node:test';" };

      it('by tsc and node:test', async () => {
        const project = await toolchainProject('tsc', byNode);
        expect(await project.compile()).to.equal('');
        expectPassed(await project.run(['--test', 'out/orders.test.js']), /pass 1\n[^]*fail 0\n/);
      });

      it('by vitest', async () => {
        const files = { [`vitest-${dialect}.config.ts`]: 'vitest.config.ts' };
        const importIt = "import { it } from 'vitest';";
        const packages = ['vitest', 'esbuild'];
        const project = await toolchainProject('vitest', { dialect, files, packages, importIt });
        expectPassed(await project.run(vitest), /Tests +1 passed \(1\)/);
      });

      it('by ts-jest, as ES modules', async () => {
        const files = { 'jest-esm.config.mjs': 'jest.config.mjs' };
        const project = await jestProject({ dialect, files });
        expectPassed(await project.run(jestEsm), /Tests: +1 passed, 1 total/);
      });
    });
  }

  it('by tsx with standard decorators', async () => {
    const importIt = "import { it } from 'node:test';";
    const project = await toolchainProject('tsx', { dialect: 'standard', importIt });
    expectPassed(await project.run([tsx, '--test', 'orders.test.ts']), /pass 1\n[^]*fail 0\n/);
  });

  it('by ts-jest, as CommonJS', async () => {
    const files = { 'jest-cjs.config.cjs': 'jest.config.cjs' };
    const project = await jestProject({ dialect: 'legacy', files, type: 'commonjs' });
    expectPassed(await project.run(jest), /Tests: +1 passed, 1 total/);
  });

  it('by @swc/jest, as ES modules', async () => {
    const files = { 'jest-swc.config.mjs': 'jest.config.mjs' };
    const project = await jestProject({ dialect: 'legacy', files });
    expectPassed(await project.run(jestEsm), /Tests: +1 passed, 1 total/);
  });

  const outside: [string, Readonly<Record<string, string>>, RegExp][] = [
    ['goes', { 'vitest-legacy.config.ts': 'vitest.config.ts' }, /Tests +1 passed \(1\)/],
    ['ends without the configuration of the page', {}, /SyntaxError: Invalid or unexpected token/],
  ];
  for (const [what, files, expected] of outside) {
    it(`${what} by vitest, where tsconfig.json does not include the test`, async () => {
      const importIt = "import { it } from 'vitest';";
      const options = { dialect: 'legacy', files, packages: ['vitest'], importIt } as const;
      const project = await toolchainProject('outside', options);
      project.writeJson('tsconfig.json', {
        compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata: true },
        include: ['src'],
      });
      const { stdout, stderr } = await project.run(vitest);
      expect(`${stdout}${stderr}`).to.match(expected);
    });
  }

  it('ends by jest where tsyringe comes first and nothing has loaded reflect-metadata', async () => {
    const files = { 'jest-esm.config.mjs': 'jest.config.mjs' };
    const project = await jestProject({ dialect: 'legacy', files });
    const config = readFileSync(join(project.folder, 'jest.config.mjs'), 'utf8');
    project.write('jest.config.mjs', config.replace("setupFiles: ['reflect-metadata'],", ''));
    expect((await project.run(jestEsm)).stderr).to.include('tsyringe requires a reflect polyfill');
  });
});

/** Its handler imports tsyringe before all else, which fails where nothing has loaded reflect-metadata before. */
async function jestProject(options: Parameters<typeof toolchainProject>[1]): Promise<Project> {
  const packages = ['jest', '@jest/globals', 'ts-jest', 'typescript', '@swc/jest', '@swc/core'];
  const project = await toolchainProject('jest', {
    ...options,
    packages,
    importIt: "import { it } from '@jest/globals';",
    compilerOptions: { isolatedModules: true },
  });
  const tsyringe = "import { singleton } from 'tsyringe';\n";
  for (const name of ['orders.ts', 'orders.test.ts']) {
    const text = readFileSync(join(project.folder, name), 'utf8').replace(tsyringe, '');
    project.write(name, `${tsyringe}${name === 'orders.ts' ? '' : 'void singleton;\n'}${text}`);
  }
  return project;
}
