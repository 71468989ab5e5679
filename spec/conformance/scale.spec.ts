import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { countLimit } from '../../lib/backlog/count-after.js';
import type { FunctionScale } from '../../lib/backlog/function-scale.js';
import type { Class } from '../../lib/metadata/class.js';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import type { ScaleMonitor } from '../../lib/scaling/scale-monitor.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { handlerOf, popAsAnother } from '../support/lists-at-least-once.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName, type TestRedis } from '../support/test-redis.js';

const group = 'Orders.onEntry';

class Orders {
  constructor() {
    throw new Error('a monitor makes no handler');
  }

  @RedisListTrigger({ connection: redisName, key: 'orders returns', messagesPerWorker: 10 })
  onElement(): void {
    // Only its backlog matters.
  }

  @RedisStreamTrigger({ connection: redisName, key: 'entries', messagesPerWorker: 10 })
  onEntry(): void {
    // Only its backlog matters.
  }

  @RedisStreamTrigger({ connection: redisName, key: 'entries more', startFrom: '$', name: 'late' })
  onLateEntry(): void {
    // Only its backlog matters.
  }

  @RedisPubSubTrigger({ connection: redisName, channel: 'channel' })
  onMessage(): void {
    // Has no backlog.
  }
}

describeOnRedis('A scale monitor', (redis) => {
  let monitor: ScaleMonitor;

  beforeEach(async () => {
    monitor = await monitorOf(redis, [Orders]);
  });
  afterEach(() => monitor.close());

  const entries = async (): Promise<Pick<FunctionScale, 'remaining' | 'isEstimate'>> => {
    const { remaining, isEstimate } = await monitor.read(group, { maxAgeInMs: 0 });
    return { remaining, isEstimate };
  };
  const exactly = (remaining: number) => ({ remaining, isEstimate: false });

  it('counts nothing where no key exists', async () => {
    const scale = await monitor.read('Orders.onElement', { maxAgeInMs: 0 });
    expect(scale).to.include({
      functionId: 'Orders.onElement',
      remaining: 0,
      isEstimate: false,
      targetWorkers: 0,
    });
    expect(await entries()).to.deep.equal(exactly(0));
  });

  for (const [count, target] of [
    [1, 1],
    [100, 10],
  ] as const) {
    it(`asks for ${target} workers when ${count} elements wait at 10 for each`, async () => {
      await redis.client.rpush('orders', ...Array.from({ length: count }, (_, at) => `${at}`));
      expect(await monitor.read('Orders.onElement', { maxAgeInMs: 0 })).to.include({
        remaining: count,
        targetWorkers: target,
      });
    });
  }

  it('adds up the lists of a function', async () => {
    await redis.client.rpush('orders', '1', '2');
    await redis.client.rpush('returns', '3');
    expect((await monitor.read('Orders.onElement', { maxAgeInMs: 0 })).remaining).to.equal(3);
  });

  it('counts what consumers hold of a list at least once, the dead among them', async () => {
    await using reliable = await monitorOf(redis, [handlerOf(() => undefined, { key: 'orders returns' })]);
    await redis.client.rpush('orders', '1', '2', '3');
    await redis.client.rpush('returns', '4');
    await popAsAnother(redis.client, 2);
    expect((await reliable.read('Handler.onElement', { maxAgeInMs: 0 })).remaining).to.equal(4);
  });

  it('counts the whole stream while there is no group', async () => {
    await addEntries(redis.client, 'entries', 3);
    expect(await entries()).to.deep.equal(exactly(3));
    await redis.client.xgroup('CREATE', 'entries', 'another', '$');
    expect(await entries()).to.deep.equal(exactly(3));
  });

  it('says that it estimates where the group that is yet to be made starts later', async () => {
    await addEntries(redis.client, 'entries', 3);
    await addEntries(redis.client, 'more', 1);
    expect(await monitor.read('late', { maxAgeInMs: 0 })).to.include({ remaining: 4, isEstimate: true });
  });

  it('counts what was not delivered and what is pending', async () => {
    await redis.client.xgroup('CREATE', 'entries', group, '0', 'MKSTREAM');
    await addEntries(redis.client, 'entries', 5);
    expect(await entries()).to.deep.equal(exactly(5));
    const ids = await deliver(redis.client, 3);
    expect(await entries()).to.deep.equal(exactly(5));
    await redis.client.xack('entries', group, ...ids.slice(0, 2));
    expect(await entries()).to.deep.equal(exactly(3));
    await deliver(redis.client, 2);
    expect(await entries()).to.deep.equal(exactly(3));
  });

  it('counts exactly where the group was made at the end of a stream, which tells no lag', async () => {
    await addEntries(redis.client, 'entries', 4);
    await redis.client.xgroup('CREATE', 'entries', group, '$');
    expect(await entries()).to.deep.equal(exactly(0));
    await addEntries(redis.client, 'entries', 2);
    expect(await entries()).to.deep.equal(exactly(2));
    await deliver(redis.client, 1);
    expect(await entries()).to.deep.equal(exactly(2));
  });

  it('counts exactly where an entry was deleted before it was delivered, which tells no lag', async () => {
    await redis.client.xgroup('CREATE', 'entries', group, '0', 'MKSTREAM');
    const ids = await addEntries(redis.client, 'entries', 5);
    await deliver(redis.client, 1);
    await redis.client.xdel('entries', ids[2]!);
    expect(await entries()).to.deep.equal(exactly(4));
  });

  it('counts more entries than one page has', async () => {
    await addEntries(redis.client, 'entries', 1);
    await redis.client.xgroup('CREATE', 'entries', group, '$');
    await addEntries(redis.client, 'entries', 250);
    expect(await entries()).to.deep.equal(exactly(250));
  });

  it('reads no more bytes than a limit to count large entries, and says that it estimates', async () => {
    const large = 'x'.repeat(300_000);
    await addEntries(redis.client, 'entries', 2);
    await redis.client.xgroup('CREATE', 'entries', group, '$');
    for (let entry = 0; entry < 20; entry++) await redis.client.xadd('entries', '*', 'body', large);
    expect(await entries()).to.deep.equal(exactly(20));
    for (let entry = 0; entry < 40; entry++) await redis.client.xadd('entries', '*', 'body', large);
    expect(await entries()).to.deep.equal({ remaining: 62, isEstimate: true });
  });

  it('takes the length of a stream, and says so, where more remain without a lag than are counted', async () => {
    await addEntries(redis.client, 'entries', 2);
    await redis.client.xgroup('CREATE', 'entries', group, '$');
    const added = redis.client.pipeline();
    for (let entry = 0; entry < countLimit; entry++) added.xadd('entries', '*', 'n', '1');
    await added.exec();
    expect(await entries()).to.deep.equal(exactly(countLimit));
    await addEntries(redis.client, 'entries', 1);
    expect(await entries()).to.deep.equal({ remaining: countLimit + 3, isEstimate: true });
    await deliver(redis.client, 1);
    expect(await entries()).to.deep.equal(exactly(countLimit + 1));
  });

  it('does not count what was trimmed away', async () => {
    await redis.client.xgroup('CREATE', 'entries', group, '0', 'MKSTREAM');
    await addEntries(redis.client, 'entries', 5);
    await redis.client.xtrim('entries', 'MAXLEN', 2);
    expect(await entries()).to.deep.equal(exactly(2));
  });

  it('adds up the streams of a function', async () => {
    for (const key of ['entries', 'more']) {
      await redis.client.xgroup('CREATE', key, 'late', '0', 'MKSTREAM');
      await addEntries(redis.client, key, 2);
    }
    expect(await monitor.read('late', { maxAgeInMs: 0 })).to.include({ remaining: 4, isEstimate: false });
  });

  it('says which function cannot be read and why, and reads the others', async () => {
    await redis.client.set('orders', 'no list');
    await addEntries(redis.client, 'entries', 1);
    const error = await rejectionOf(monitor.read('Orders.onElement', { maxAgeInMs: 0 }));
    expect(error).to.include({ code: 'SCALE_UNREADABLE', place: 'Orders.onElement' });
    expect(error.message).to.contain(redisName).and.contain('WRONGTYPE');
    expect(await entries()).to.deep.equal(exactly(1));
  });

  it('refuses ids that there are not, and functions for which nothing waits', async () => {
    const unknown = await rejectionOf(monitor.read('Orders.onEntri'));
    expect(unknown).to.include({ code: 'FUNCTION_UNKNOWN', remedy: 'Did you mean "Orders.onEntry"?' });
    const published = await rejectionOf(monitor.read('Orders.onMessage'));
    expect(published).to.include({ code: 'FUNCTION_NOT_SCALABLE', place: 'Orders.onMessage' });
  });
});

describeOnRedis('The vote of a scale monitor', (redis) => {
  it('goes by the samples that it takes at its interval', async () => {
    const clock = new ManualClock();
    await redis.client.rpush('orders', ...Array.from({ length: 50 }, (_, at) => `${at}`));
    await using monitor = await monitorOf(redis, [Orders], { clock, samplingIntervalInMs: 1_000 });
    const sampled = new Recorder<FunctionScale>();
    monitor.onRead((scale) => {
      if (scale.functionId === 'Orders.onElement') sampled.add(scale);
    });
    for (let samples = 1; samples <= 5; samples++) {
      await sampled.until(samples);
      expect(sampled.items.at(-1)?.samples).to.have.length(samples);
      expect(sampled.items.at(-1)?.vote).to.equal(samples < 5 ? 'none' : 'scaleOut');
      if (samples < 5) await clock.advance(1_000);
    }
    const votes = [1, 5, 7].map(
      async (workers) => (await monitor.read('Orders.onElement', { workers })).vote,
    );
    expect(await Promise.all(votes)).to.deep.equal(['scaleOut', 'none', 'scaleIn']);
    expect((await monitor.read('Orders.onElement', { maxAgeInMs: 0 })).samples).to.deep.equal([
      50, 50, 50, 50, 50,
    ]);
  });
});

describeOnRedis('runtime.scale', (redis) => {
  class Slow {
    @RedisListTrigger({ connection: redisName, key: 'orders', concurrency: 1, messagesPerWorker: 2 })
    async onElement(): Promise<void> {
      started.add(1);
      await released;
    }

    @RedisPubSubTrigger({ connection: redisName, channel: 'channel' })
    onMessage(): void {
      // Has no backlog.
    }
  }
  let started: Recorder<number>;
  let release: () => void;
  let released: Promise<void>;

  beforeEach(() => {
    started = new Recorder();
    released = new Promise((resolve) => (release = resolve));
  });

  it('measures the backlog of a function that runs, and votes from the fifth call on', async () => {
    const runtime = await redis.startRuntime([Slow]);
    await redis.client.rpush('orders', 'first');
    await started.until(1);
    await redis.client.rpush('orders', '1', '2', '3', '4', '5');
    const scales: FunctionScale[] = [];
    for (let call = 0; call < 5; call++)
      scales.push(await runtime.scale('Slow.onElement', { maxAgeInMs: 0 }));
    expect(scales.map(({ vote }) => vote)).to.deep.equal(['none', 'none', 'none', 'none', 'scaleOut']);
    expect(scales[4]).to.deep.equal({
      functionId: 'Slow.onElement',
      remaining: 5,
      isPaused: false,
      demand: 5,
      isEstimate: false,
      messagesPerWorker: 2,
      targetWorkers: 3,
      workers: 1,
      vote: 'scaleOut',
      samples: [5, 5, 5, 5, 5],
    });
    expect((await runtime.scale('Slow.onElement', { workers: 4, maxAgeInMs: 0 })).vote).to.equal('scaleIn');
    release();
  });

  it('reads once for all who ask within a second, and takes that as one sample', async () => {
    const clock = new ManualClock();
    const runtime = await redis.startRuntime([Slow], { clock });
    const asked = Array.from({ length: 20 }, () => runtime.scale('Slow.onElement'));
    const before = await readingsOf(redis.client);
    const scales = await Promise.all(asked);
    expect((await readingsOf(redis.client)) - before).to.be.at.most(1);
    expect(scales.map(({ samples }) => samples)).to.deep.equal(Array(20).fill([0]));
    await runtime.scale('Slow.onElement');
    await clock.advance(999);
    await runtime.scale('Slow.onElement');
    expect((await readingsOf(redis.client)) - before).to.be.at.most(1);
    await clock.advance(1);
    expect((await runtime.scale('Slow.onElement')).samples).to.deep.equal([0, 0]);
    release();
  });

  it('refuses what has no scale, and a runtime that does not run', async () => {
    const runtime = await redis.startRuntime([Slow]);
    expect(await rejectionOf(runtime.scale('Slow.onMessage'))).to.include({ code: 'FUNCTION_NOT_SCALABLE' });
    expect(await rejectionOf(runtime.scale('nobody'))).to.include({ code: 'FUNCTION_UNKNOWN' });
    const wrong = runtime.scale('Slow.onElement', { workers: -1 });
    expect(await rejectionOf(wrong)).to.include({ code: 'SCALING_OPTION_INVALID' });
    await runtime.stop();
    expect(await rejectionOf(runtime.scale('Slow.onElement'))).to.include({ code: 'RUNTIME_STATE' });
  });
});

/** How many readings of lists the server has answered so far. */
async function readingsOf(client: Redis): Promise<number> {
  const [, calls = '0'] = /cmdstat_llen:calls=(\d+)/.exec(await client.info('commandstats')) ?? [];
  return Number(calls);
}

function monitorOf(
  redis: TestRedis,
  handlers: readonly Class[],
  options: { clock?: ManualClock; samplingIntervalInMs?: number } = {},
): Promise<ScaleMonitor> {
  const connections = { [redisName]: redis.connection };
  return createScaleMonitor({ handlers, connections, logger: false, ...options });
}

async function addEntries(client: Redis, key: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let entry = 0; entry < count; entry++) ids.push((await client.xadd(key, '*', 'n', `${entry}`)) ?? '');
  return ids;
}

/** Delivers entries to a consumer that does not acknowledge them. */
async function deliver(client: Redis, count: number): Promise<string[]> {
  const reply = await client.xreadgroup('GROUP', group, 'someone', 'COUNT', count, 'STREAMS', 'entries', '>');
  const [[, read] = ['', []]] = reply as [string, [string, string[]][]][];
  return read.map(([id]) => id);
}
