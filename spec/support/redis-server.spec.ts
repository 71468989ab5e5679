import { expect } from 'chai';
import { Redis } from 'ioredis';
import { redisServerVersion } from './redis-binary.js';
import { RedisServer } from './redis-server.js';

(redisServerVersion ? describe : describe.skip)('RedisServer (spec support)', () => {
  it('keeps its data over a kill when it is durable', async () => {
    const server = await RedisServer.start({ durable: true });
    const client = new Redis(server.port, { lazyConnect: true });
    try {
      await client.set('a', '1');
      await server.kill();
      await server.start();
      expect(await client.get('a')).to.equal('1');
    } finally {
      client.disconnect();
      await server.stop();
    }
  });
});
