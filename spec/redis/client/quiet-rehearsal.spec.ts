import { expect } from 'chai';
import { RedisClient } from '../../../lib/redis/client/redis-client.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { systemClock } from '../../../lib/time/system-clock.js';

/** With each version of ioredis: what is tried out on a connection that has just become ready is nobody else's business. */
describe('a subscriber of a node of a cluster', () => {
  it('becomes ready without an error', async () => {
    const fake = new FakeRedis();
    const redis = fake.createClient({ lazyConnect: true });
    const errors: unknown[] = [];
    redis.on('error', (error) => errors.push(error));
    const request = {
      connection: 'orders',
      role: 'subscriber',
      clientName: 'spec',
      cluster: 'node',
    } as const;
    const client = new RedisClient(redis, request, systemClock);
    client.onError((error) => errors.push(error));
    await client.whenReady(AbortSignal.timeout(60_000));
    expect(client.isReady).to.equal(true);
    expect(errors).to.deep.equal([]);
    client.close();
    await fake.close();
  });
});
