import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { eventually } from '../support/eventually.js';
import { ownPort } from '../support/own-port.js';
import { repository } from '../support/repository.js';
import { RunningProgram } from '../support/running-program.js';
import { Project } from './project.js';

/** Where the versions of NestJS are installed: npm puts what conflicts with the repository's own beside its workspace. */
const versions = [
  { version: 11, installed: 'node_modules' },
  { version: 12, installed: 'spec/package/nest-12/node_modules' },
];

const ofNest = ['common', 'core', 'platform-express', 'terminus', 'testing'].map((name) => `@nestjs/${name}`);
const others = ['@types/node', 'rxjs', 'class-validator', 'class-transformer', 'reflect-metadata'];

/** The example application in a project of its own, with the packed package and without tsyringe. */
async function projectOf(installed: string, type: 'module' | 'commonjs'): Promise<Project> {
  const packages = others.filter((name) => name !== 'reflect-metadata');
  const project = await Project.create(`nest-${type}`, { packages, type, tsyringe: false });
  for (const name of ofNest) project.link(name, installed);
  project.copyExample('nest');
  project.writeTsconfig({ module: 'nodenext', skipLibCheck: true });
  return project;
}

describe('the example of NestJS with the packed package', function () {
  this.timeout(180_000);

  for (const { version, installed } of versions) {
    describe(`in NestJS ${version}`, () => {
      let project: Project;

      before(async () => {
        project = await projectOf(installed, 'module');
        expect(await project.compile()).to.equal('');
      });

      it('is that version', () => {
        for (const name of ['@nestjs/common', '@nestjs/core']) {
          const manifest = readFileSync(join(project.folder, 'node_modules', name, 'package.json'), 'utf8');
          expect((JSON.parse(manifest) as { version: string }).version).to.match(
            new RegExp(`^${version}\\.`),
          );
        }
      });

      it('passes its tests, and its process ends', async () => {
        const { exitCode, stdout } = await project.run(['--test', 'out/orders.test.js']);
        expect(exitCode, stdout).to.equal(0);
        expect(stdout).to.match(/^# pass 1$/m);
      });

      it('takes an order, is healthy, and ends on SIGTERM after its handlers and before its shop', () =>
        takesAnOrder(project));
    });
  }

  it('does the same as a CommonJS program in NestJS 11', async () => {
    const project = await projectOf('node_modules', 'commonjs');
    expect(await project.compile()).to.equal('');
    expect(readFileSync(join(project.folder, 'out/main.js'), 'utf8')).to.include('require("@nestjs/core")');
    await takesAnOrder(project);
  });

  it('only answers where its handlers do not run', async () => {
    const project = await projectOf('node_modules', 'module');
    expect(await project.compile()).to.equal('');
    const { program, order, url } = await start(project, { RUN: 'no' });
    try {
      expect((await order({ article: 'tea', quantity: 2 })).status).to.equal(202);
      expect((await fetch(`${url}/health`)).status).to.equal(200);
      expect(program.stdout).to.not.include('sold');
    } finally {
      program.signal('SIGTERM');
      await program.exit();
    }
  });
});

async function start(project: Project, environment: NodeJS.ProcessEnv = {}) {
  const port = await ownPort();
  const url = `http://127.0.0.1:${port}`;
  const path = relative(join(repository, 'dist'), join(project.folder, 'out/main.js'));
  const program = new RunningProgram(path, [], { PORT: `${port}`, NO_COLOR: '1', ...environment });
  await program.until(() => program.stdout.includes('Nest application successfully started'));
  // Nest says so before it listens.
  await eventually(() =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
  const order = (body: object): Promise<Response> =>
    fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { program, url, order };
}

async function takesAnOrder(project: Project): Promise<void> {
  const { program, url, order } = await start(project);
  try {
    expect((await fetch(`${url}/health`)).status).to.equal(200);
    expect((await order({ article: 'tea', quantity: 2 })).status).to.equal(202);
    await program.until(() => program.stdout.includes('2 x tea sold'));
    expect((await order({ article: 'tea', quantity: 0 })).status).to.equal(500);
    program.signal('SIGTERM');
    expect(await program.exit(), program.stdout + program.stderr).to.equal('SIGTERM');
    const lines = program.stdout + program.stderr;
    const stopped = /\[RedisTriggers\] stopped/.exec(lines)?.index;
    expect(stopped, lines).to.be.a('number');
    expect(lines.indexOf('[Shop] closed'), lines).to.be.greaterThan(stopped ?? 0);
  } finally {
    await program.end();
  }
}
