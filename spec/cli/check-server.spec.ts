import { expect } from 'chai';
import { checkServer } from '../../lib/cli/checking/check-server.js';
import type { Finding } from '../../lib/cli/checking/finding.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import type { RedisVersion } from '../../lib/testing/fake/versions.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { deduplicate, rateLimit } from '../support/acl-triggers.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { senderOf } from '../support/sender-of.js';

const list = { connection: 'shop', key: 'orders', rateLimit, deduplicate };
const channel = { connection: 'shop', channel: 'news', exclusive: true, deadLetter: true, deduplicate };

/** Every option that the version of the server may decide about. */
const functions = [
  RedisListTrigger({ ...list, name: 'list', key: 'orders returns' }),
  RedisListTrigger({ ...list, name: 'reliable', delivery: 'atLeastOnce', pollingIntervalInMs: 2_000 }),
  RedisListTrigger({ ...list, name: 'polled', delivery: 'atLeastOnce', blocking: false }),
  RedisStreamTrigger({ ...list, name: 'stream', key: 'payments', startFrom: '$', deleteAfterProcess: true }),
  RedisPubSubTrigger({ ...channel, name: 'channel' }),
  RedisPubSubTrigger({ ...channel, name: 'pattern', channel: 'news*' }),
  RedisPubSubTrigger({ ...channel, name: 'sharded', sharded: true }),
].map((trigger) => describeOne(classWith(trigger)));

const sharded = (version: string): Finding => ({
  code: 'SHARDED_CHANNELS_UNSUPPORTED',
  place: 'sharded',
  what: `\`sharded: true\` needs Redis 7.0 or later, and the server is ${version}`,
  remedy: 'Use Redis 7.0 or later, or remove `sharded`: ordinary channels reach every node.',
});

describe('checkServer', () => {
  async function findingsOf(version: RedisVersion): Promise<readonly Finding[]> {
    const redis = new FakeRedis({ version });
    try {
      return await checkServer('shop', functions, senderOf(redis.createClient()));
    } finally {
      await redis.close();
    }
  }

  it('finds nothing where the server is new enough for every option', async () => {
    expect(await findingsOf('7.0')).to.deep.equal([]);
  });

  it('finds sharded channels before Redis 7.0', async () => {
    const [first, ...others] = await findingsOf('6.2');
    expect(first?.what).to.match(/and the server is 6\.2\.\d+$/);
    expect([first, ...others]).to.deep.equal([sharded(first?.what.split(' ').at(-1) ?? '')]);
  });

  it('finds lists at least once whose elements come late, too, before Redis 6.2', async () => {
    const [first, ...others] = await findingsOf('6.0');
    const version = first?.what.split(' ').at(-1) ?? '';
    expect(version).to.match(/^6\.0\.\d+$/);
    expect([first, ...others]).to.deep.equal([
      sharded(version),
      {
        code: 'SERVER_UNFIT',
        place: 'reliable',
        what: `\`delivery: 'atLeastOnce'\` waits for elements with Redis 6.2 or later; before, an element is seen up to 2000 ms late, and the server is ${version}`,
        remedy:
          'Use Redis 6.2 or later, or a shorter `pollingIntervalInMs` and `blocking: false`, which says so.',
      },
    ]);
  });

  it('finds a server that is older than any that is supported, and names no single option', async () => {
    const send = ([name]: readonly unknown[]): Promise<unknown> =>
      Promise.resolve(name === 'INFO' ? 'redis_version:5.0.14\r\nmaxmemory_policy:noeviction\r\n' : []);
    expect(await checkServer('shop', functions, { send })).to.deep.equal([
      {
        code: 'SERVER_UNFIT',
        place: 'shop',
        what: 'Redis 6.0 is the oldest version that is supported, and the server is 5.0.14',
        remedy: 'Use a newer one.',
      },
    ]);
  });
});
