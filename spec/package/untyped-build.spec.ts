import { expect } from 'chai';
import { build, type BuildOptions } from 'esbuild';
import { join } from 'node:path';
import { repository } from '../support/repository.js';
import { ordersOutput, runOrders } from './orders-run.js';
import { Project } from './project.js';

const tsx = join(repository, 'node_modules/tsx/dist/cli.mjs');

/** esbuild, and tsx which is made of it, know legacy decorators but never emit the types of parameters. */
const programs = ['orders.ts', 'three-parameters.ts', 'import-order.ts'];

/** What is bound by position is said once, and then handled as it was said. */
const payloadOutput =
  'warned {"code":"PARAMETER_TYPES_MISSING","functions":["Orders.onOrder","Orders.onOrders"]}\n' +
  'Orders.onOrder got {"id":7}\nonOrders got [{"id":7}]\n';

async function createProject(): Promise<Project> {
  const project = await Project.create('untyped', { packages: ['@types/node', 'zod'] });
  project.writeTsconfig({ module: 'esnext', moduleResolution: 'bundler' });
  for (const program of [...programs, 'untyped-payload.ts']) project.copyProgram(program);
  return project;
}

describe('the packed package without parameter types', function () {
  this.timeout(180_000);

  const formats: Readonly<Record<string, BuildOptions>> = {
    'bundled whole by esbuild': { format: 'cjs', outExtension: { '.js': '.cjs' } },
    'bundled by esbuild without its packages': { format: 'esm', packages: 'external' },
  };
  for (const [name, options] of Object.entries(formats)) {
    describe(name, () => {
      const extension = options.outExtension?.['.js'] ?? '.js';
      let project: Project;

      before(async () => {
        project = await createProject();
        const entryPoints = programs.map((program) => join(project.folder, program));
        const shape = { bundle: true, platform: 'node', outdir: join(project.folder, 'out') } as const;
        const { warnings } = await build({ entryPoints, ...shape, ...options, logLevel: 'silent' });
        expect(warnings).to.deep.equal([]);
      });

      it('gives a handler its message and its context', async () => {
        expect(await runOrders(project, `out/orders${extension}`)).to.equal(ordersOutput);
      });

      it('names the setting that a handler with three parameters needs', async () => {
        expectRemedy(await project.output([`out/three-parameters${extension}`]));
      });

      it('loads reflect-metadata before a tsyringe that is imported later', async () => {
        expect(await project.output([`out/import-order${extension}`])).to.equal('resolved\n');
      });
    });
  }

  it('gives a payload to the first parameter, bundled by esbuild', async () => {
    const project = await createProject();
    const outfile = join(project.folder, 'payload.mjs');
    const entryPoints = [join(project.folder, 'untyped-payload.ts')];
    const shape = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
    await build({ entryPoints, outfile, ...shape });
    expect(await project.output([outfile])).to.equal(payloadOutput);
  });

  describe('run by tsx', () => {
    let project: Project;

    before(async () => {
      project = await createProject();
    });

    it('gives a handler its message and its context', async () => {
      expect(await runOrders(project, tsx, 'orders.ts')).to.equal(ordersOutput);
    });

    it('gives a payload to the first parameter, and says so', async () => {
      expect(await project.output([tsx, 'untyped-payload.ts'])).to.equal(payloadOutput);
    });

    it('names the setting that a handler with three parameters needs', async () => {
      expectRemedy(await project.output([tsx, 'three-parameters.ts']));
    });
  });
});

function expectRemedy(output: string): void {
  expect(output).to.contain('PARAMETER_TYPES_MISSING');
  expect(output).to.contain('Orders.onOrder').and.contain('parameter 3');
  expect(output).to.contain('"emitDecoratorMetadata": true').and.contain('@Inject()');
}
