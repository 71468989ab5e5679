import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { createClient } from 'redis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

/** Another client, over TCP. */
describe('FakeRedis with node-redis', () => {
  let fake: FakeRedis;
  let url: string;

  beforeEach(async () => {
    fake = new FakeRedis();
    url = `redis://127.0.0.1:${(await fake.listen()).port}`;
  });

  afterEach(() => fake.close());

  for (const RESP of [2, 3] as const) {
    it(`speaks RESP${RESP} with it`, async () => {
      const client = await createClient({ url, RESP }).connect();
      await client.hSet('h', { a: '1', b: '2' });
      expect({ ...(await client.hGetAll('h')) }).to.deep.equal({ a: '1', b: '2' });
      await client.zAdd('z', [{ score: 1.5, value: 'a' }]);
      expect(await client.zRangeWithScores('z', 0, -1)).to.deep.equal([{ score: 1.5, value: 'a' }]);
      expect(await client.eval('return ARGV', { arguments: ['x'] })).to.deep.equal(['x']);
      expect(await client.multi().set('k', 'v').get('k').exec()).to.deep.equal(['OK', 'v']);
      client.destroy();
    });
  }

  it('keeps what it reads until it changes', async () => {
    const client = await createClient({
      url,
      RESP: 3,
      clientSideCache: { ttl: 0, maxEntries: 10, evictPolicy: 'LRU' },
    }).connect();
    const other = fake.createClient();
    await other.set('k', 'old');
    expect(await client.get('k')).to.equal('old');
    const asked = await commandsOf(other);
    expect(await client.get('k')).to.equal('old');
    expect(await commandsOf(other)).to.equal(asked + 1);
    await other.set('k', 'new');
    // The message about the change comes before the answer to what is sent after it.
    await client.ping();
    expect(await client.get('k')).to.equal('new');
    client.destroy();
  });
});

/** How many commands the fake has run, this one too. */
async function commandsOf(client: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))?.[1]);
}
