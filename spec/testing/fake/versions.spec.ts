import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import type { RedisVersion } from '../../../lib/testing/fake/versions.js';

const refused = (call: Promise<unknown>): Promise<string> => call.then(() => 'accepted', String);

describe('FakeRedis as a version', () => {
  const since: Readonly<Record<string, readonly [version: RedisVersion, ...call: string[]]>> = {
    LMOVE: ['6.2', 'lmove', 'a', 'b', 'left', 'left'],
    'LPOP with a count': ['6.2', 'lpop', 'a', '2'],
    'XADD NOMKSTREAM': ['6.2', 'xadd', 's', 'nomkstream', '1-1', 'f', 'v'],
    'SET GET': ['6.2', 'set', 'k', 'v', 'get'],
    LMPOP: ['7.0', 'lmpop', '1', 'a', 'left'],
    'EXPIRE NX': ['7.0', 'expire', 'k', '10', 'nx'],
    SPUBLISH: ['7.0', 'spublish', 'c', 'm'],
    'CLIENT NO-EVICT': ['7.0', 'client', 'no-evict', 'on'],
    'CLIENT SETINFO': ['8.0', 'client', 'setinfo', 'lib-name', 'x'],
  };
  const versions: readonly RedisVersion[] = ['6.0', '6.2', '7.0', '8.0'];

  for (const [title, [first, command, ...args]] of Object.entries(since)) {
    it(`has ${title} since ${first}`, async () => {
      for (const version of versions) {
        await using fake = new FakeRedis({ version });
        const client = fake.createClient({ disableClientInfo: true });
        const answer = await refused(client.call(command ?? '', ...args));
        expect(answer === 'accepted', `${version}: ${answer}`).to.equal(Number(version) >= Number(first));
      }
    });
  }

  it('says which it is', async () => {
    await using fake = new FakeRedis({ version: '6.2' });
    expect(await fake.createClient().info('server')).to.include('redis_version:6.2');
  });

  it('answers XAUTOCLAIM with the deleted ids since 7.0', async () => {
    for (const version of ['6.2', '7.0'] as const) {
      await using fake = new FakeRedis({ version });
      const client = fake.createClient();
      await client.xgroup('CREATE', 's', 'g', '0', 'MKSTREAM');
      expect(await client.xautoclaim('s', 'g', 'c', 0, '0')).to.have.length(version === '6.2' ? 2 : 3);
    }
  });
});
