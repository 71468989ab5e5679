import { expect } from 'chai';
import { globSync } from 'tinyglobby';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { Project } from './project.js';

const handled = `Orders.onNews received rain
Orders.onOrder received tea
Orders.onPayment received 3
Orders.onParcel received to Ann
0 and 0 left
`;

describe('the bundled code of the package, in a program,', function () {
  this.timeout(180_000);
  let project: Project;

  before(async () => {
    project = await Project.create('bundled');
    const programs = [
      'every-kind.ts',
      'one-identity.ts',
      'log-until-exit.ts',
      'thrown.ts',
      'payload-free.ts',
    ];
    for (const program of programs) project.copyProgram(program);
    project.writeTsconfig({ module: 'node20', skipLibCheck: true });
    expect(await project.compile()).to.equal('');
  });

  it('handles a message of every kind on the fake', async () => {
    expect(await project.output(['out/every-kind.js'])).to.equal(handled);
  });

  it('handles a message of every kind on a real Redis', async function () {
    if (redisServerVersion === undefined) return this.skip();
    const server = await RedisServer.start();
    try {
      expect(await project.output(['out/every-kind.js'], { REDIS_URL: server.url })).to.equal(handled);
    } finally {
      await server.stop();
    }
  });

  it('has the same classes under each entry point', async () => {
    const same = { message: true, context: true, errorOfTesting: true, errorOfScaling: true };
    expect(JSON.parse(await project.output(['out/one-identity.js']))).to.deep.equal(same);
  });

  it('writes its log in order, also what comes right before the process exits', async () => {
    const { exitCode, stderr } = await project.run(['out/log-until-exit.js']);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string; line?: number });
    expect(exitCode).to.equal(3);
    expect(lines[0]?.msg).to.equal('the function listens');
    const counted = lines.slice(1).map(({ line }) => line);
    expect(counted).to.deep.equal(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('finds the handlers of a program at the command line', async () => {
    const command = 'node_modules/redis-triggers/dist/package/cli/main.js';
    expect(await project.output([command, 'list', 'out/payload-free.js'])).to.contain('Orders.onOrder');
  });

  it('has stack traces that lead to its sources', async () => {
    const stack = await project.output(['--enable-source-maps', 'out/thrown.js']);
    expect(stack).to.not.contain('dist/package');
    const [, file = '', line = ''] = /redis-triggers\/(lib\/[\w/-]+\.ts):(\d+):\d+/.exec(stack) ?? [];
    expect(file).to.equal('lib/triggers/record-parameter.ts');
    const source = sourceInMaps(join(project.folder, 'node_modules/redis-triggers/dist/package'), file).split(
      '\n',
    );
    expect(source[Number(line) - 1]).to.contain('throw new RedisTriggersError');
  });
});

/** The text of a source, which a source map of the package holds. */
function sourceInMaps(folder: string, file: string): string {
  for (const map of globSync('**/*.js.map', { cwd: folder })) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, map), 'utf8')) as {
      sources: string[];
      sourcesContent: string[];
    };
    const index = sources.findIndex((source) => source.endsWith(`/${file}`));
    if (index >= 0) return sourcesContent[index] ?? '';
  }
  return '';
}
