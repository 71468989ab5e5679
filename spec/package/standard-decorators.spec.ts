import { transformFile } from '@swc/core';
import { expect } from 'chai';
import { build } from 'esbuild';
import { join } from 'node:path';
import { repository } from '../support/repository.js';
import { ordersOutput, runOrders } from './orders-run.js';
import { Project } from './project.js';

const payloadOutput = 'Orders.onOrder got {"id":7}\nonOrders got [{"id":7}]\n';

/** A project whose tsconfig.json says nothing of decorators, so that every tool applies standard ones. */
async function createProject(compilerOptions: object = {}): Promise<Project> {
  const project = await Project.create('standard-decorators', { packages: ['@types/node', 'zod'] });
  for (const program of ['orders.ts', 'untyped-payload.ts']) project.copyProgram(program);
  const off = { experimentalDecorators: undefined, emitDecoratorMetadata: undefined };
  const lib = ['ES2023', 'ESNext.Disposable'];
  project.writeTsconfig({ module: 'nodenext', lib, skipLibCheck: true, ...off, ...compilerOptions });
  return project;
}

describe('the packed package with standard decorators, without any flag', function () {
  this.timeout(180_000);

  it('compiles with tsc, and runs', async () => {
    const project = await createProject();
    expect(await project.compile()).to.equal('');
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
    expect(await project.output(['out/untyped-payload.js'])).to.equal(payloadOutput);
  });

  it('runs under tsx', async () => {
    const project = await createProject();
    const tsx = join(repository, 'node_modules/tsx/dist/cli.mjs');
    expect(await runOrders(project, tsx, 'orders.ts')).to.equal(ordersOutput);
    expect(await project.output([tsx, 'untyped-payload.ts'])).to.equal(payloadOutput);
  });

  it('runs as esbuild bundles it', async () => {
    const project = await createProject();
    const entryPoints = ['orders', 'untyped-payload'].map((name) => join(project.folder, `${name}.ts`));
    const outdir = join(project.folder, 'out');
    const shape = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
    await build({ entryPoints, outdir, ...shape, target: 'node20', logLevel: 'silent' });
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
    expect(await project.output(['out/untyped-payload.js'])).to.equal(payloadOutput);
  });

  it('runs as SWC compiles it, with the version of decorators', async () => {
    const project = await createProject();
    for (const name of ['orders', 'untyped-payload']) {
      const { code } = await transformFile(join(project.folder, `${name}.ts`), {
        configFile: false,
        swcrc: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { decoratorVersion: '2022-03' },
        },
      });
      project.write(`${name}.mjs`, code);
    }
    expect(await runOrders(project, 'orders.mjs')).to.equal(ordersOutput);
    expect(await project.output(['untyped-payload.mjs'])).to.equal(payloadOutput);
  });

  it('does not compile where an argument is missing, and says which', async () => {
    const project = await createProject();
    project.copyProgram('three-parameters.ts');
    expect(await project.compile())
      .to.match(/three-parameters\.ts.*error TS1241/)
      .and.include('parameter 3 is given nothing: add it to args');
    const output = await project.output(['out/three-parameters.js']);
    expect(output).to.contain('Orders.onOrder').and.contain('args: [Message(), Context(), Inject(Shop)]');
  });
});
