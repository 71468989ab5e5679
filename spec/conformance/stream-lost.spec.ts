import { expect } from 'chai';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const group = 'Handler.onEntry';

describeOnRedis('What a stream lost', (redis) => {
  const add = async (count: number): Promise<void> => {
    const all = redis.client.multi();
    for (let number = 1; number <= count; number++) all.xadd('orders', `5-${number}`, 'n', number);
    await all.exec();
  };

  const lostBy = (runtimes: readonly Runtime[]): number =>
    runtimes.reduce((sum, runtime) => sum + (runtime.health().functions[group]?.lost ?? 0), 0);
  const pendingOf = async (): Promise<number> => Number((await redis.client.xpending('orders', group))[0]);

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
      await signalled(
        'healthChanged',
        () => runtime.health().functions[group]?.lost === 200,
        'the count',
        15_000,
      );
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
    await handled.until(150);
    await signalled('healthChanged', () => lostBy(runtimes) >= 150, 'the count');
    expect(lostBy(runtimes)).to.equal(150);
  });

  it('is counted once: what a dead process held and was deleted from the middle of the stream', async () => {
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(300);
    await redis.client.xreadgroup('GROUP', group, 'dead', 'COUNT', 200, 'STREAMS', 'orders', '>');
    const middle = Array.from({ length: 50 }, (_, index) => `5-${3 * index + 2}`);
    await redis.client.xdel('orders', ...middle);
    const handled = new Recorder<string>();
    const handler = handlerOf((entry) => handled.add(entry.id));
    const runtimes = await Promise.all([1, 2].map(() => redis.startRuntime([handler])));
    await handled.until(250);
    await signalled('healthChanged', () => lostBy(runtimes) >= 50, 'the count');
    await signalled('settled', async () => (await pendingOf()) === 0, 'the acknowledgements');
    expect(lostBy(runtimes)).to.equal(50);
    expect(handled.items).to.have.length(250).and.not.include(middle[0]);
  });

  for (const startFrom of ['0', '$']) {
    it(`is nothing where a group is destroyed, which goes on where it was: startFrom: '${startFrom}'`, async () => {
      const handled = new Recorder<string>();
      await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), { startFrom })]);
      await add(20);
      await handled.until(20);
      await signalled('settled', async () => (await pendingOf()) === 0, 'the acknowledgements');
      await redis.client.xgroup('DESTROY', 'orders', group);
      await redis.client.xadd('orders', '6-1', 'n', '1');
      expect((await handled.until(21)).at(-1)).to.equal('6-1');
      await signalled('settled', async () => (await pendingOf()) === 0, 'the acknowledgement');
      expect(handled.items).to.have.length(21);
    });
  }

  it('is nothing where a group is destroyed for which others have entries pending', async () => {
    const handled = new Recorder<string>();
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(20);
    await redis.client.xreadgroup('GROUP', group, 'alive', 'COUNT', 10, 'STREAMS', 'orders', '>');
    await redis.startRuntime([handlerOf((entry) => handled.add(entry.id), { claimIdleInMs: 60_000 })]);
    await handled.until(10);
    await signalled('settled', async () => (await pendingOf()) === 10, 'the acknowledgements');
    await redis.client.xgroup('DESTROY', 'orders', group);
    await handled.untilTrue((ids) => new Set(ids).size === 20, 'what the others had');
  });

  it('is none of the entries that are being handled or wait to be delivered again when their group is destroyed', async () => {
    const begun = new Recorder<string>();
    const succeeded = new Recorder<string>();
    let works = false;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const handler = handlerOf(
      async ({ id, deliveryCount }) => {
        begun.add(`${id} ${deliveryCount}`);
        if (id === '5-5' && !works) await gate;
        if (!works) throw new Error('not yet');
        succeeded.add(id);
      },
      { claimIdleInMs: 5_000 },
    );
    const runtime = await redis.startRuntime([handler]);
    await add(5);
    // Delivered twice already: the count says nothing about who had it.
    await begun.untilTrue(
      (all) => [1, 2, 3, 4].every((each) => all.includes(`5-${each} 2`)),
      'two deliveries',
    );
    await redis.client.xgroup('DESTROY', 'orders', group);
    works = true;
    open();
    await succeeded.untilTrue((ids) => new Set(ids).size === 5, 'all of them');
    await signalled('settled', async () => (await pendingOf()) === 0, 'the acknowledgements');
    expect([...succeeded.items].sort()).to.deep.equal(['5-1', '5-2', '5-3', '5-4', '5-5']);
    expect(runtime.health().functions[group]?.lost).to.equal(0);
  });

  it('is none of the entries that become dead letters after their group is destroyed', async () => {
    const begun = new Recorder<string>();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const handler = handlerOf(
      async ({ id }) => {
        begun.add(id);
        await gate;
        throw new Error('never');
      },
      { maxDeliveryCount: 1, claimIdleInMs: 5_000 },
    );
    await redis.startRuntime([handler]);
    await add(3);
    await begun.until(3);
    await redis.client.xgroup('DESTROY', 'orders', group);
    open();
    const letters = `{orders}:dead-letter:${group}`;
    await signalled('deadLettered', async () => (await redis.client.xlen(letters)) === 3, 'the dead letters');
    await signalled('settled', async () => (await pendingOf()) === 0, 'the acknowledgements');
    expect(begun.items).to.have.length(3);
  });

  it('is none of the failed entries that somebody acknowledges while they wait: they do not come again', async () => {
    const begun = new Recorder<string>();
    const handler = handlerOf(
      ({ id }) => {
        begun.add(id);
        if (id === '5-1') throw new Error('not yet');
      },
      { claimIdleInMs: 1_000 },
    );
    const runtime = await redis.startRuntime([handler]);
    await add(1);
    await signalled('healthChanged', () => runtime.health().functions[group]?.failed === 1, 'the failure');
    await redis.client.xack('orders', group, '5-1');
    await signalled(
      'healthChanged',
      () => (runtime.health().functions[group]?.waiting ?? 0) === 0,
      'it to be left',
    );
    await runtime.stop();
    expect(begun.items).to.deep.equal(['5-1']);
    expect(await pendingOf()).to.equal(0);
  });

  it('may be what waited for another delivery when its consumer was deleted, which is said and not counted', async () => {
    const begun = new Recorder<string>();
    const handler = handlerOf(
      ({ id }) => {
        begun.add(id);
        throw new Error('not yet');
      },
      { claimIdleInMs: 2_000 },
    );
    const runtime = await redis.startRuntime([handler]);
    const health = () => runtime.health().functions[group];
    await add(2);
    await signalled('healthChanged', () => health()?.failed === 2, 'the failures');
    const [[, consumer = '']] = (await redis.client.xpending('orders', group, '-', '+', 1)) as [string[]];
    await redis.client.xgroup('DELCONSUMER', 'orders', group, consumer);
    await signalled(
      'healthChanged',
      () => health()?.lastError?.code === 'ENTRIES_NOT_PENDING',
      'the warning',
    );
    expect(health()).to.include({ state: 'listening', lost: 0 });
    await signalled('healthChanged', () => health()?.waiting === 0, 'them to be left');
    expect(begun.items).to.have.length(2);
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

function handlerOf(handle: (entry: StreamEntry) => unknown, options: object = {}) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders', claimIdleInMs: 300, ...options })
    onEntry(entry: StreamEntry): unknown {
      return handle(entry);
    }
  }
  return Handler;
}
