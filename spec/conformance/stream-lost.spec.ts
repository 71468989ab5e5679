import { expect } from 'chai';

import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const group = 'Handler.onEntry';

describeOnRedis('What a stream lost', (redis) => {
  const add = async (count: number): Promise<void> => {
    const all = redis.client.multi();
    for (let number = 1; number <= count; number++) all.xadd('orders', `5-${number}`, 'n', number);
    await all.exec();
  };

  for (const deletion of ['trimmed away', 'deleted with their stream']) {
    it(`is counted and said: failed entries that waited to be delivered again and were ${deletion}`, async () => {
      const failed = new Recorder<string>();
      const said = new Recorder<string>();
      const handler = handlerOf((entry) => {
        failed.add(entry.id);
        throw new Error('not yet');
      });
      const runtime = await redis.startRuntime([handler]);
      runtime.on('messagesLost', ({ what }) => said.add(what));
      await add(200);
      await failed.until(200);
      if (deletion === 'trimmed away') await redis.client.xtrim('orders', 'MAXLEN', 0);
      else await redis.client.del('orders');
      await eventually(() => runtime.health().functions[group]?.lost === 200, 'the count', 15_000);
      expect(said.items[0]).to.include('orders');
    });
  }

  it('is counted once: what a dead process held and was trimmed away', async () => {
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(300);
    await redis.client.xreadgroup('GROUP', group, 'dead', 'COUNT', 200, 'STREAMS', 'orders', '>');
    await redis.client.xtrim('orders', 'MAXLEN', 150);
    const handled = new Recorder<string>();
    const handler = handlerOf((entry) => handled.add(entry.id));
    const runtimes = await Promise.all([1, 2].map(() => redis.startRuntime([handler])));
    const lost = (): number =>
      runtimes.reduce((sum, runtime) => sum + (runtime.health().functions[group]?.lost ?? 0), 0);
    await handled.until(150);
    await eventually(() => lost() >= 150, 'the count');
    expect(lost()).to.equal(150);
  });

  it("handles what is added together with the deletion of a stream, with smaller ids and startFrom: '$'", async () => {
    const handled = new Recorder<string>();
    await redis.client.xadd('orders', '9-1', 'n', '1');
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), { startFrom: '$' })]);
    await redis.client.xadd('orders', '9-2', 'n', '2');
    await handled.until(1);
    await redis.client
      .multi()
      .del('orders')
      .xadd('orders', '1-1', 'n', '1')
      .xadd('orders', '1-2', 'n', '2')
      .exec();
    expect(await handled.until(3)).to.deep.equal(['9-2', '1-1', '1-2']);
  });
});

function handlerOf(handle: (entry: StreamEntry) => void, options: object = {}) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders', claimIdleInMs: 300, ...options })
    onEntry(entry: StreamEntry): void {
      handle(entry);
    }
  }
  return Handler;
}
