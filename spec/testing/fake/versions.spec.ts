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
    HEXPIRE: ['7.4', 'hexpire', 'h', '1', 'fields', '1', 'a'],
    HGETDEL: ['8.0', 'hgetdel', 'h', 'fields', '1', 'a'],
    XDELEX: ['8.2', 'xdelex', 's', 'ids', '1', '1-1'],
    'CLIENT NO-EVICT': ['7.0', 'client', 'no-evict', 'on'],
    'CLIENT SETINFO': ['7.2', 'client', 'setinfo', 'lib-name', 'x'],
  };
  const versions: readonly RedisVersion[] = ['6.0', '6.2', '7.0', '7.2', '7.4', '8.0', '8.2'];

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

  it('says that it is a Valkey, which comes from Redis 7.2', async () => {
    await using fake = new FakeRedis({ version: 'valkey-8' });
    const client = fake.createClient();
    expect(await client.info('server')).to.match(
      /redis_version:7\.2\.4[^]*server_name:valkey[^]*valkey_version:8\./,
    );
    expect(await refused(client.call('hexpire', 'h', '1', 'fields', '1', 'a'))).to.include('unknown command');
  });

  it('deletes entries by who refers to them since 8.2', async () => {
    await using fake = new FakeRedis({ version: '8.2' });
    const client = fake.createClient();
    for (const id of ['1-1', '2-1', '3-1']) await client.xadd('s', id, 'f', 'v');
    for (const group of ['g', 'h']) {
      await client.xgroup('CREATE', 's', group, '0');
      await client.xreadgroup('GROUP', group, 'c', 'STREAMS', 's', '>');
    }
    expect(await client.call('xackdel', 's', 'g', 'acked', 'ids', '2', '1-1', '9-9')).to.deep.equal([2, -1]);
    expect(await client.call('xackdel', 's', 'h', 'acked', 'ids', '1', '1-1')).to.deep.equal([1]);
    expect(await client.call('xdelex', 's', 'acked', 'ids', '1', '2-1')).to.deep.equal([2]);
    expect(await client.call('xdelex', 's', 'delref', 'ids', '1', '2-1')).to.deep.equal([1]);
    expect(await client.call('xdelex', 's', 'ids', '1', '3-1')).to.deep.equal([1]);
    expect(await client.xpending('s', 'g')).to.deep.equal([1, '3-1', '3-1', [['c', '1']]]);
    expect(await client.xlen('s')).to.equal(0);
  });

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
