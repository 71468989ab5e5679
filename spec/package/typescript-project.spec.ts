import { expect } from 'chai';
import { ordersOutput, runOrders } from './orders-run.js';
import { Project } from './project.js';

/** A project with the same program as an ES module and, where the setting knows `.cts`, as CommonJS. */
async function createProject(
  name: string,
  compilerOptions: object,
  programs = ['orders.ts'],
): Promise<Project> {
  const project = await Project.create(name);
  for (const program of programs) project.copyProgram(program.replace('.cts', '.ts'), program);
  project.writeTsconfig({ ...compilerOptions });
  return project;
}

describe('the packed package in a TypeScript project', function () {
  this.timeout(180_000);
  const both = ['orders.ts', 'orders.cts'];
  const everySubpath = ['orders.ts', 'one-identity.ts'];

  it('type-checks under "nodenext", and runs as an ES module and as CommonJS', async () => {
    const project = await createProject('nodenext', { module: 'nodenext' }, both);
    expect(await project.compile()).to.equal('');
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
    expect(await runOrders(project, 'out/orders.cjs')).to.equal(ordersOutput);
  });

  it('type-checks under "bundler", and runs', async () => {
    const bundler = { module: 'esnext', moduleResolution: 'bundler' };
    const project = await createProject('bundler', bundler, everySubpath);
    expect(await project.compile()).to.equal('');
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
  });

  it('type-checks only ES modules under "node16", which knows no require() of them', async () => {
    const project = await createProject('node16', { module: 'node16', skipLibCheck: true }, [
      ...everySubpath,
      'orders.cts',
    ]);
    expect(await project.compile()).to.match(/^orders\.cts\(\d+,\d+\): error TS1479: [^\n]*\n$/);
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
  });

  it('type-checks under the old "node10" resolution, and runs as CommonJS', async () => {
    const node10 = { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' };
    const project = await createProject('node10', node10);
    project.writeJson('package.json', { private: true, type: 'commonjs' });
    expect(await project.compile()).to.equal('');
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
  });
});
