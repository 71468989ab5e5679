import { expect } from 'chai';
import { brokenReferences, officialProblems } from '../asyncapi/official-schema.js';
import { Project } from './support/project.js';
import { runCommand, runForJson } from './support/run-command.js';

const handlers = `import { IsInt } from 'class-validator';
import { defineList, RedisListTrigger, RedisStreamTrigger } from 'redis-triggers';
import { z } from 'zod';

class Order { @IsInt() id!: number; }
const orders = defineList('%region%-orders', { connection: 'shop', payload: Order });

export class Shop {
  @RedisListTrigger(orders) onOrder(order: Order): void {}
  @RedisStreamTrigger({ connection: 'shop', key: 'payments', payload: z.object({ amount: z.number() }) })
  onPayment(): void {}
}
`;
const generate = ['generate', 'asyncapi', '--handlers', 'src'];

describe('redis-triggers generate asyncapi', () => {
  let project: Project;
  const run = (...args: string[]) => runCommand([...generate, ...args], { cwd: project.folder });

  beforeEach(() => {
    const peers = ['class-validator', 'class-transformer', 'class-validator-jsonschema', 'zod'];
    project = new Project(
      { 'package.json': '{ "name": "shop", "version": "1.2.3", "type": "module" }' },
      peers,
    );
    project.compile({ 'src/shop.ts': handlers });
  });
  afterEach(() => {
    project[Symbol.dispose]();
  });

  it('prints a valid document, without any setting, with --json or without', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    const document = JSON.parse(stdout) as Record<string, object>;
    expect(officialProblems(document)).to.deep.equal([]);
    expect(brokenReferences(document)).to.deep.equal([]);
    expect(document.info).to.deep.equal({ title: 'shop', version: '1.2.3' });
    expect(document.operations).to.have.all.keys('Shop.onOrder', 'Shop.onPayment');
    expect(await runForJson(generate, { cwd: project.folder })).to.deep.equal({ exitCode: 0, document });
    const named = await run('--title', 'Shop', '--api-version', '2');
    expect((JSON.parse(named.stdout) as typeof document).info).to.deep.equal({ title: 'Shop', version: '2' });
  });

  it('finds a document as JSON or as YAML up to date, whatever stands in its info', async () => {
    const { stdout } = await run();
    const changed = stdout.replace('"1.2.3"', '"0.9"');
    const yaml = `# a comment\n${changed}`;
    project.write({ 'asyncapi.json': changed, 'asyncapi.yaml': yaml });
    for (const file of ['asyncapi.json', 'asyncapi.yaml'])
      expect(await run('--check', file)).to.deep.equal({
        exitCode: 0,
        stdout: `${file} says what the handlers say.\n`,
        stderr: '',
      });
  });

  it('exits with 1 and says what differs where a document is out of date', async () => {
    const { stdout } = await run();
    project.write({ 'asyncapi.json': stdout });
    project.compile({ 'src/shop.ts': handlers.replace('z.number()', 'z.string()') });
    const { exitCode, stdout: said } = await run('--check', 'asyncapi.json');
    const path = '/components/schemas/payments.payload/properties/amount/type';
    expect(exitCode).to.equal(1);
    expect(said).to.equal(
      `asyncapi.json does not say what the handlers say:\n  ~ ${path}: "number" in the file, "string" in the handlers\n`,
    );
    const asJson = await runForJson([...generate, '--check', 'asyncapi.json'], { cwd: project.folder });
    expect(asJson).to.deep.equal({
      exitCode: 1,
      document: { file: 'asyncapi.json', differences: [{ path, inFile: 'number', inHandlers: 'string' }] },
    });
  });

  it('exits with 2 where there is no document', async () => {
    project.write({ 'broken.json': '{', 'text.yaml': 'text' });
    for (const [file, what] of [
      ['missing.json', 'missing.json cannot be read'],
      ['broken.json', 'broken.json is not JSON'],
      ['text.yaml', 'text.yaml holds no document'],
    ] as const) {
      const { exitCode, stdout, stderr } = await run('--check', file);
      expect({ exitCode, stdout }, file).to.deep.equal({ exitCode: 2, stdout: '' });
      expect(stderr).to.include(what);
    }
  });

  it('exits with 3 where handlers have problems, or a payload class needs a package', async () => {
    project.compile({ 'src/shop.ts': handlers.replace("key: 'payments'", "key: ''") });
    expect(await run()).to.deep.include({ exitCode: 3, stdout: '' });
    const { exitCode, stderr } = await withoutPackage();
    expect(exitCode, stderr).to.equal(3);
    expect(stderr).to.include('class-validator-jsonschema, which is not installed');
  });

  /** The library itself is found beside the repository's packages, so a project alone cannot lack one. */
  async function withoutPackage() {
    const preload = 'refuse.mjs';
    project.compile({ 'src/shop.ts': handlers });
    const hook = `export const resolve = (name, context, next) => {
  if (name === 'class-validator-jsonschema') throw new Error('it is not installed');
  return next(name, context);
};`;
    project.write({
      [preload]: `import { register } from 'node:module';
register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`,
    });
    return runCommand(generate, {
      cwd: project.folder,
      env: { NODE_OPTIONS: `--import ./${preload}` },
    });
  }
});
