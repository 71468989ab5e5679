import { expect } from 'chai';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { runProgram, type ProgramResult } from '../support/run-program.js';
import { emptyFolder } from './packed-package.js';
import { Project } from './project.js';

const handlers = `import { singleton } from 'tsyringe';
import { RedisListTrigger, RedisMessageModel } from 'redis-triggers';

@singleton()
class Prices {
  of(article: string): string {
    return article + ' costs 3';
  }
}

@singleton()
export class Shop {
  constructor(private readonly prices: Prices) {}

  @RedisListTrigger({ connection: 'shop', key: 'orders' })
  onOrder(order: RedisMessageModel): string {
    return this.prices.of(order.message);
  }
}
`;

const compilerOptions = {
  module: ts.ModuleKind.ES2022,
  target: ts.ScriptTarget.ES2022,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

describe('redis-triggers installed elsewhere', function () {
  this.timeout(180_000);
  let elsewhere: Project;
  let project: Project;

  before(async () => {
    elsewhere = await Project.create('elsewhere', { packages: [] });
    const manifest = join('node_modules', 'redis-triggers', 'package.json');
    const text = readFileSync(join(elsewhere.folder, manifest), 'utf8');
    elsewhere.write(manifest, text.replace(/"version": "[^"]*"/, '"version": "0.0.1"'));
    project = await Project.create('with-its-own', { packages: [] });
    project.write('shop.js', ts.transpileModule(handlers, { compilerOptions }).outputText);
  });

  function run(args: readonly string[], cwd: string): Promise<ProgramResult> {
    const command = join(elsewhere.folder, 'node_modules/redis-triggers/dist/package/cli/main.js');
    return runProgram([command, ...args], { cwd });
  }

  it('runs the copy that the project has, whose classes the handlers know', async () => {
    const { version } = JSON.parse(
      readFileSync(join(project.folder, 'node_modules/redis-triggers/package.json'), 'utf8'),
    ) as { version: string };
    expect(await run(['--version'], project.folder)).to.deep.include({ exitCode: 0, stdout: `${version}\n` });
    const invoked = await run(['invoke', 'Shop.onOrder', 'tea', '--handlers', 'shop.js'], project.folder);
    expect(invoked.stdout, invoked.stderr).to.include('tea costs 3');
    expect(invoked.exitCode).to.equal(0);
  });

  it('finds it from a folder below, too', async () => {
    const below = join(project.folder, 'src', 'handlers');
    mkdirSync(below, { recursive: true });
    const { exitCode, stdout } = await run(['--version'], below);
    expect(exitCode).to.equal(0);
    expect(stdout).not.to.equal('0.0.1\n');
  });

  it('runs itself where the project has none', async () => {
    expect(await run(['--version'], emptyFolder('without'))).to.deep.include({
      exitCode: 0,
      stdout: '0.0.1\n',
    });
  });
});
