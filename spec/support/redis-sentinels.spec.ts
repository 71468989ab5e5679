import { expect } from 'chai';
import { Redis } from 'ioredis';
import { redisServerVersion } from './redis-binary.js';
import { RedisSentinels } from './redis-sentinels.js';

(redisServerVersion ? describe : describe.skip)('RedisSentinels (spec support)', function () {
  this.timeout(180_000);

  it('name another master after a failover on request, and after the death of the master', async () => {
    const sentinels = await RedisSentinels.start();
    const client = new Redis({ ...sentinels.options, lazyConnect: true });
    client.on('error', () => undefined);
    try {
      const [first, second] = sentinels.servers;
      expect(await sentinels.master()).to.equal(first);
      await client.set('a', '1');
      await client.wait(1, 5_000);
      await sentinels.failover();
      expect(await sentinels.master()).to.equal(second);
      await second.kill();
      await sentinels.whenOther(second);
      expect(await client.get('a')).to.equal('1');
    } finally {
      client.disconnect();
      await sentinels.stop();
    }
  });
});
