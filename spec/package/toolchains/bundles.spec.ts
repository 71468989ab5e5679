import { expect } from 'chai';
import { build, type BuildOptions } from 'esbuild';
import { join } from 'node:path';
import { ordersOutput, runOrders } from '../orders-run.js';
import type { Project } from '../project.js';
import { toolchainProject } from './toolchain-project.js';

const esm = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' } as const;

async function createProject(dialect: 'legacy' | 'standard'): Promise<Project> {
  const project = await toolchainProject('bundle', {
    dialect,
    packages: ['esbuild'],
    files: { 'bundle.mjs': 'bundle.mjs' },
  });
  project.copyProgram('orders.ts', 'main.ts');
  return project;
}

describe('an ES module that esbuild bundles', function () {
  this.timeout(180_000);

  for (const dialect of ['legacy', 'standard'] as const) {
    it(`runs with all packages inside, by the script of the page, with ${dialect} decorators`, async () => {
      const project = await createProject(dialect);
      await project.output(['bundle.mjs']);
      expect(await runOrders(project, 'out/main.mjs')).to.equal(ordersOutput);
    });
  }

  const outside: Readonly<Record<string, BuildOptions>> = {
    'all packages': { packages: 'external' },
    'pino and ioredis': { external: ['ioredis', 'pino'] },
  };
  for (const [what, options] of Object.entries(outside)) {
    it(`runs without a banner with ${what} outside`, async () => {
      const project = await createProject('standard');
      const outfile = join(project.folder, 'out/main.mjs');
      await build({ entryPoints: [join(project.folder, 'main.ts')], outfile, ...esm, ...options });
      expect(await runOrders(project, 'out/main.mjs')).to.equal(ordersOutput);
    });
  }

  it('ends without banner, with all packages inside', async () => {
    const project = await createProject('standard');
    const outfile = join(project.folder, 'out/main.mjs');
    await build({ entryPoints: [join(project.folder, 'main.ts')], outfile, ...esm });
    expect((await project.run(['out/main.mjs'])).stderr).to.match(/Dynamic require of ".*" is not supported/);
  });

  it('needs ioredis alone outside where the program has a logger of its own, because pino is then never loaded', async () => {
    const project = await createProject('standard');
    const outfile = join(project.folder, 'out/main.mjs');
    await build({
      entryPoints: [join(project.folder, 'main.ts')],
      outfile,
      ...esm,
      external: ['ioredis'],
    });
    expect(await runOrders(project, 'out/main.mjs')).to.equal(ordersOutput);
  });
});
