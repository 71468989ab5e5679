import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisClient } from '../../../../lib/redis/client/redis-client.js';
import { RawReply } from '../../../../lib/redis/ioredis/replies/raw-reply.js';
import { nextTick } from '../../../../lib/time/real-timers.js';
import { systemClock } from '../../../../lib/time/system-clock.js';
import { describeOnRedis } from '../../../support/test-redis.js';

const elements = Array.from({ length: 30 }, (_, index) => `${index}`);

describeOnRedis('the replies of a reading connection', (redis) => {
  let client: RedisClient;

  beforeEach(async () => {
    const { options } = redis.client;
    const request = { connection: 'spec', role: 'blocking', clientName: 'spec' } as const;
    client = new RedisClient(new Redis({ ...options, lazyConnect: true }), request, systemClock);
    await client.whenReady(new AbortController().signal);
    await redis.client.xgroup('CREATE', 'orders', 'group', '0', 'MKSTREAM');
    for (let id = 1; id <= 10; id++) await redis.client.xadd('orders', `${id}-0`, 'name', 'value');
    await redis.client.rpush('list', ...elements);
  });

  afterEach(() => client.close());

  const read = () => client.send(['XREADGROUP', 'GROUP', 'group', 'me', 'STREAMS', 'orders', '>']);

  it('are left undecoded for entries, with this version of ioredis', async () => {
    expect(await read()).to.be.instanceOf(RawReply);
    expect(await read()).to.equal(null);
  });

  it('are decoded for all other commands', async () => {
    expect(await client.send(['LRANGE', 'list', 0, -1])).to.deep.equal(
      elements.map((each) => Buffer.from(each)),
    );
    expect(await client.send(['PING'])).to.deep.equal(Buffer.from('PONG'));
    expect(await client.send(['LLEN', 'list'])).to.equal(elements.length);
  });

  it('belong to their commands, many at a time', async () => {
    const lengths = Array.from({ length: 200 }, (_, index) => (7 * index) % elements.length);
    const commands = lengths.map((length, index) =>
      index % 3 === 0 ? client.send(['ECHO', index]) : client.send(['LRANGE', 'list', 0, length]),
    );
    expect((await Promise.all(commands)).map(String)).to.deep.equal(
      lengths.map((length, index) => (index % 3 === 0 ? `${index}` : String(elements.slice(0, length + 1)))),
    );
  });

  it('of a transaction are those of its commands', async () => {
    const range = ['LRANGE', 'list', 0, -1] as const;
    const [before, [inside, length]] = await Promise.all([
      client.send(range),
      client.transaction([range, ['LLEN', 'list']]),
      read(),
    ]);
    expect(String(before)).to.equal(String(elements));
    expect(String(inside)).to.equal(String(elements));
    expect(length).to.equal(elements.length);
    expect(await client.send(range)).to.have.length(elements.length);
  });

  it('are left undecoded where the client was ready before it came here', async () => {
    const ready = redis.client.duplicate();
    await ready.ping();
    const request = { connection: 'spec', role: 'blocking', clientName: 'spec' } as const;
    const early = new RedisClient(ready, request, systemClock);
    await new Promise<void>(nextTick);
    const command = ['XREADGROUP', 'GROUP', 'group', 'me', 'STREAMS', 'orders', '>'] as const;
    expect(await early.send(command)).to.be.instanceOf(RawReply);
    early.close();
  });

  it('are picked anew on each connection', async () => {
    client.redis.disconnect(true);
    await client.whenClosed(new AbortController().signal);
    await client.whenReady(new AbortController().signal);
    expect(await read()).to.be.instanceOf(RawReply);
  });
});
