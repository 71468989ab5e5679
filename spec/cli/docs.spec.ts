import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { readText } from '../docs/pages.js';
import { Project } from './support/project.js';
import { runCommand } from './support/run-command.js';
import { fillShop } from './support/fill-shop.js';
import { shop } from './support/shop.js';

/** One command of the page, and what stands below it. */
interface Example {
  readonly command: string;
  readonly shown: string;
}

/** The commands of a block, each behind a `$`. A line `=> 2` is the exit code; without it, that is 0. */
function examplesOf(block: string): Example[] {
  return block
    .split(/^\$ redis-triggers /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...lines] = text.split('\n');
      return { command, shown: lines.join('\n') };
    });
}

/** The blocks of commands of a page; those in a list are indented. */
function blocksOf(page: string): string[] {
  const blocks = readText(page).matchAll(/^( *)```console\n([\s\S]*?)^ *```$/gm);
  return [...blocks].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** A deadline is at another time of day whenever the specs run. */
function timeless(text: string): string {
  return text.replaceAll(/until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d/g, 'until 15:32');
}

for (const page of ['docs/cli.md', 'docs/operations.md']) describeCommandsOf(page);

function describeCommandsOf(page: string): void {
  describe(page, () => {
    const examples = blocksOf(page).flatMap(examplesOf);
    let project: Project;
    let redis: FakeRedis;
    let url = '';

    before(async () => {
      project = new Project();
      project.compile({ 'src/shop.ts': shop });
      project.write({ 'asyncapi.json': await formerDocument(project) });
      redis = new FakeRedis();
      url = `redis://127.0.0.1:${(await redis.listen(0)).port}`;
      const client = redis.createClient();
      await fillShop(client);
      await client.xadd('{payments}:dead-letter:Shop.onPaid', '*', 'kind', 'stream');
    });
    after(async () => {
      project[Symbol.dispose]();
      await redis.close();
    });

    for (const { command, shown } of examples) {
      it(`shows what redis-triggers ${command} prints`, async () => {
        const { exitCode, stdout, stderr } = await runCommand(command.replace('$REDIS', url).split(' '), {
          cwd: project.folder,
          env: { shop: url },
        });
        const end = exitCode === 0 ? '' : `=> ${exitCode}\n`;
        expect(timeless(stdout + stderr + end)).to.equal(timeless(shown));
      });
    }
  });
}

/** What `generate asyncapi` printed when the handlers were others. */
async function formerDocument({ folder }: Project): Promise<string> {
  const { stdout } = await runCommand(['generate', 'asyncapi', '--handlers', 'src'], { cwd: folder });
  const document = JSON.parse(stdout.replace('"form": "fields"', '"form": "text"')) as { operations: object };
  return JSON.stringify({
    ...document,
    operations: { ...document.operations, 'Shop.onRefund': { action: 'receive' } },
  });
}
