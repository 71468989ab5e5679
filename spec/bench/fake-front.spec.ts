import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { median, pipelinedSets } from '../../bench/pipelined-sets.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';

const hasBenchmark = spawnSync('redis-benchmark', ['--version']).status === 0;

(hasBenchmark ? describe : describe.skip)('the fake over TCP, beside a real server', () => {
  it('takes pipelined SETs at 0.3 of its speed or more', async () => {
    const server = await RedisServer.start();
    await using fake = new FakeRedis();
    try {
      const { port } = await fake.listen();
      const pairs = await pipelinedSets({ fake: port, real: server.port }, { pairs: 5, operations: 100_000 });
      expect(median(pairs)?.times, JSON.stringify(pairs)).to.be.at.least(0.3);
    } finally {
      await server.stop();
    }
  });
});
