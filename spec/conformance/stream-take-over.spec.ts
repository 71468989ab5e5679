import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const group = 'Handler.onEntry';

/** How many entries are taken over to measure how fast that is. */
const measuredCount = Number(process.env.TAKE_OVER_ENTRIES ?? 0);

describeOnRedis('Taking over the entries of a dead process', (redis) => {
  /** The milliseconds that one entry takes, the best of three rounds: a new one, and one that was left. */
  async function measure(count: number): Promise<[fresh: number, left: number]> {
    const best = { fresh: Infinity, left: Infinity };
    // The first round is not counted: V8 compiles then.
    for (let round = 0; round < 4; round++) {
      for (const kind of ['fresh', 'left'] as const) {
        const inMs = await handleAll(count, kind);
        if (round > 0) best[kind] = Math.min(best[kind], inMs / count);
      }
    }
    return [best.fresh, best.left];
  }

  async function handleAll(count: number, kind: 'fresh' | 'left'): Promise<number> {
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(redis.client, 1, count);
    if (kind === 'left') await leave(redis.client);
    let handled = 0;
    let firstAt = 0;
    const all = new Recorder<number>();
    const handle = (): void => {
      firstAt ||= performance.now();
      handled += 1;
      if (handled === count) all.add(performance.now() - firstAt);
    };
    const runtime = await redis.startRuntime([handlerOf(handle)]);
    const [inMs = 0] = await all.until(1);
    await runtime.stop();
    await redis.client.flushall();
    return inMs;
  }

  it('waits for no round: all is taken over while no time passes', async () => {
    const handled = new Recorder<string>();
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(redis.client, 1, 5_000);
    await leave(redis.client);
    const clock = new ManualClock(Date.now());
    await redis.startRuntime([handlerOf(({ id }) => handled.add(id))], { clock });
    const ids = await handled.until(5_000);
    await signalled('settled', async () => (await pendingOf(redis.client)) === 0, 'the acknowledgements');
    expect(new Set(ids).size).to.equal(5_000);
    expect(handled.items).to.have.length(5_000);
  }).timeout(60_000);

  // A race against whatever else the machine does: only where somebody asks for it, on an idle one.
  if (measuredCount > 0) {
    it('is at least half as fast as reading new ones', async () => {
      const [fresh, left] = await measure(measuredCount);
      const figures = `new ${perSecond(fresh)} a second, left ${perSecond(left)} a second`;
      process.stdout.write(`        ${measuredCount} entries: ${figures}\n`);
      expect(left / fresh).to.be.below(2);
    }).timeout(120_000);
  }

  it('keeps new entries from waiting until all that was left is handled', async () => {
    const handled = new Recorder<StreamEntry>();
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(redis.client, 1, 2_000);
    await leave(redis.client);
    await add(redis.client, 2, 100);
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await redis.startRuntime([handlerOf((entry) => (handled.add(entry), turn()))]);
    const entries = await handled.until(2_100);
    const lastNew = entries.findLastIndex(({ id }) => id.startsWith('2-'));
    expect(lastNew).to.be.below(500);
    expect(new Set(entries.map(({ id }) => id)).size).to.equal(2_100);
  });

  it('counts a delivery for each, and gives each to one of several processes', async () => {
    const handled = new Recorder<StreamEntry>();
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    await add(redis.client, 1, 1_000);
    await leave(redis.client);
    const handler = handlerOf((entry) => handled.add(entry));
    await Promise.all([1, 2, 3].map(() => redis.startRuntime([handler])));
    const entries = await handled.until(1_000);
    await signalled('settled', async () => (await pendingOf(redis.client)) === 0, 'the acknowledgements');
    expect(new Set(entries.map(({ id }) => id)).size).to.equal(1_000);
    expect(handled.items).to.have.length(1_000);
    expect(new Set(entries.map(({ deliveryCount }) => deliveryCount))).to.deep.equal(new Set([2]));
  });
});

function handlerOf(handle: (entry: StreamEntry) => unknown) {
  class Handler {
    @RedisStreamTrigger({ connection: redisName, key: 'orders' })
    onEntry(entry: StreamEntry): unknown {
      return handle(entry);
    }
  }
  return Handler;
}

async function add(client: Redis, milliseconds: number, howMany: number): Promise<void> {
  const all = client.pipeline();
  for (let number = 1; number <= howMany; number++)
    all.xadd('orders', `${milliseconds}-${number}`, 'n', number);
  await all.exec();
}

/** Reads all there is as a process that died long ago. */
async function leave(client: Redis): Promise<void> {
  const reply = (await client.xreadgroup(
    'GROUP',
    group,
    'dead',
    'COUNT',
    1_000_000,
    'STREAMS',
    'orders',
    '>',
  )) as unknown as [string, [string][]][];
  const ids = reply[0]?.[1].map(([id]) => id) ?? [];
  for (let from = 0; from < ids.length; from += 1_000) {
    await client.xclaim(
      'orders',
      group,
      'dead',
      0,
      ...ids.slice(from, from + 1_000),
      'IDLE',
      100_000,
      'JUSTID',
    );
  }
}

async function pendingOf(client: Redis): Promise<number> {
  const [count] = (await client.xpending('orders', group)) as [number];
  return count;
}

function perSecond(inMs: number): string {
  return Math.round(1_000 / inMs).toLocaleString('en');
}
