import { expect } from 'chai';
import { readText } from '../docs/pages.js';
import { Project } from './support/project.js';
import { runCommand } from './support/run-command.js';
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

describe('docs/cli.md', () => {
  const blocks = [...readText('docs/cli.md').matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(
    ([, block = '']) => block,
  );
  const examples = blocks.flatMap(examplesOf);
  let project: Project;

  before(() => {
    project = new Project();
    project.compile({ 'src/shop.ts': shop });
  });
  after(() => project[Symbol.dispose]());

  for (const { command, shown } of examples) {
    it(`shows what redis-triggers ${command} prints`, async () => {
      const { exitCode, stdout, stderr } = await runCommand(command.split(' '), { cwd: project.folder });
      const end = exitCode === 0 ? '' : `=> ${exitCode}\n`;
      expect(stdout + stderr + end).to.equal(shown);
    });
  }
});
