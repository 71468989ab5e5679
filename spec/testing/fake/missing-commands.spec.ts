import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { missingCommands } from '../../../lib/testing/fake/commands/missing-commands.js';
import type { RedisVersion } from '../../../lib/testing/fake/versions.js';
import { readText } from '../../docs/pages.js';

const versions: readonly (readonly [RedisVersion, number])[] = [
  ['6.0', 6],
  ['7.0', 7],
  ['8.2', 8.2],
];

describe('FakeRedis, asked for a command that it lacks', () => {
  for (const [version, number] of versions) {
    it(`says so as ${version}, and what to do, which helps`, async () => {
      await using fake = new FakeRedis({ version });
      const client = fake.createClient();
      expect(missingCommands(number)).to.include('bgsave').and.have.length.above(15);
      for (const name of missingCommands(number)) {
        const [command = '', ...rest] = name.split('|');
        const ask = (): Promise<unknown> =>
          client.call(command, ...rest, 'x').catch((problem: unknown) => (problem as Error).message);
        expect(await ask()).to.equal(
          `ERR This fake Redis lacks ${[command, ...rest].join(' ').toUpperCase()}, which Redis has. Run what needs it on a real server, or give it an answer: fake.faults.fail('${name}', 'ERR ...')`,
        );
        fake.faults.fail(name, 'ERR made up');
        expect(await ask()).to.equal('ERR made up');
      }
    });
  }

  it('calls what no Redis has unknown, and what came later too', async () => {
    await using fake = new FakeRedis({ version: '6.0' });
    const client = fake.createClient();
    for (const name of ['nosuch', 'failover', 'vadd', 'waitaof']) {
      expect(await client.call(name).catch(String)).to.include('ERR unknown command');
    }
  });

  it('names each in the documentation', () => {
    const page = readText('docs/fake-redis.md').toUpperCase();
    const [, missing = ''] = /THESE\s+ARE MISSING:([\S\s]*?)## DIFFERENCES/.exec(page) ?? [];
    const unnamed = missingCommands(8)
      .filter((name) => !name.startsWith('v'))
      .filter((name) => !missing.includes(name.toUpperCase().replace('|', ' ')));
    expect(unnamed).to.deep.equal([]);
  });
});
