import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import type { RedisVersion } from '../../../lib/testing/fake/versions.js';
import { payloadsOfServers } from './payloads-of-servers.js';

const longText = 'x'.repeat(70);

/** What is read of a restored value. */
const looks: Readonly<Record<string, (client: Redis) => Promise<unknown>>> = {
  list: (client) => client.lrange('k', 0, -1),
  set: async (client) => (await client.smembers('k')).sort(),
  intset: (client) => client.smembers('k'),
  hash: (client) => client.hgetall('k'),
  zset: (client) => client.zrange('k', '0', '-1', 'WITHSCORES'),
  stream: async (client) => [
    await client.xrange('k', '-', '+'),
    (await client.xpending('k', 'g')).slice(0, 3),
    await client.xreadgroup('GROUP', 'g', 'c2', 'STREAMS', 'k', '>'),
  ],
  expiring: (client) => hashAndExpiry(client),
  expiringLong: (client) => hashAndExpiry(client),
};

const expected: Readonly<Record<string, unknown>> = {
  list: ['a', 'b', '1', '-1', '300', '70000', '5000000000'],
  set: ['a', 'b', 'c'],
  intset: ['1', '2', '3'],
  hash: { a: '1', b: 'xyz' },
  zset: ['c', '-inf', 'a', '1', 'b', '1.5'],
  stream: [
    [
      ['1-1', ['a', 'b']],
      ['1-2', ['c', 'd']],
    ],
    [1, '1-1', '1-1'],
    [['k', [['1-2', ['c', 'd']]]]],
  ],
  expiring: { a: '1', b: 'xyz' },
  expiringLong: { a: '1', b: longText },
};

/** The hash, and that its field `a` expires when it did there. */
async function hashAndExpiry(client: Redis): Promise<unknown> {
  expect(await client.call('HPEXPIRETIME', 'k', 'FIELDS', 2, 'a', 'b')).to.deep.equal([
    4_102_444_800_000, -1,
  ]);
  return client.hgetall('k');
}

describe('FakeRedis restores what real servers dumped', () => {
  for (const [version, payloads] of Object.entries(payloadsOfServers)) {
    for (const [kind, payload] of Object.entries(payloads)) {
      it(`a ${kind} of ${version}, and what it dumps itself of it`, async () => {
        await using fake = new FakeRedis({ version: version as RedisVersion });
        const client = fake.createClient();
        await client.restore('k', 0, Buffer.from(payload, 'base64'));
        const own = await client.dumpBuffer('k');
        expect(await looks[kind]?.(client)).to.deep.equal(expected[kind]);
        await client.restore('k', 0, own, 'REPLACE');
        expect(await looks[kind]?.(client)).to.deep.equal(expected[kind]);
      });
    }
  }

  it('unless they are newer than itself, as real servers do', async () => {
    await using fake = new FakeRedis({ version: '7.0' });
    const client = fake.createClient();
    const payload = Buffer.from(payloadsOfServers['8.0']?.['list'] ?? '', 'base64');
    expect(await client.restore('k', 0, payload).catch(String)).to.include('DUMP payload version');
  });
});
