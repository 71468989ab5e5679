import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Class } from '../../lib/metadata/class.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { Message } from '../../lib/triggers/message.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { randomOf } from '../faults/many-processes/random.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { realTime } from '../support/real-time.js';

const group = 'Handler.onEntry';

/** How many seeds are tried; `STREAM_SEEDS` tries more, `STREAM_SEED` one. */
const seeds = process.env.STREAM_SEED
  ? [Number(process.env.STREAM_SEED)]
  : Array.from({ length: Number(process.env.STREAM_SEEDS ?? 3) }, () => Math.floor(Math.random() * 1e9));

const fake = {
  name: 'the fake',
  isMissing: false,
  async start() {
    const redis = new FakeRedis();
    const { port } = await redis.listen();
    return { port, stop: () => redis.close() };
  },
};

const real = {
  name: `Redis ${redisServerVersion ?? ''}`,
  isMissing: redisServerVersion === undefined,
  async start() {
    const server = await RedisServer.start();
    return { port: server.port, stop: () => server.stop() };
  },
};

for (const backend of [real, fake]) {
  (backend.isMissing ? describe.skip : describe)(`Late replies of a stream (${backend.name})`, () => {
    let server: { port: number; stop(): Promise<void> };
    let client: Redis;
    let proxy: TcpProxy;
    const runtimes: Runtime[] = [];

    before(async () => {
      server = await backend.start();
    });
    beforeEach(async () => {
      client = new Redis(server.port);
      proxy = await TcpProxy.to(server.port);
    });
    afterEach(async () => {
      proxy.decideReplies();
      await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      await proxy.close();
      await client.flushall();
      client.disconnect();
    });
    after(() => server.stop());

    async function start(handler: Class): Promise<Runtime> {
      const runtime = await createRuntime({
        handlers: [handler],
        connections: { flaky: `redis://127.0.0.1:${proxy.port}` },
        logger: false,
      });
      runtimes.push(runtime);
      await runtime.start();
      return runtime;
    }

    async function whenAcknowledged(keys: readonly string[], patienceInMs = 60_000): Promise<void> {
      const look = async (): Promise<boolean> => {
        for (const key of keys) {
          const [count] = (await client.xpending(key, group)) as [number];
          const [info] = (await client.xinfo('GROUPS', key)) as unknown[][];
          const last = String(info?.[info.indexOf('last-delivered-id') + 1]);
          const [newest] = await client.xrevrange(key, '+', '-', 'COUNT', 1);
          if (count > 0 || last !== newest?.[0]) return false;
        }
        return true;
      };
      await signalled('settled', look, 'every acknowledgement', patienceInMs);
    }

    it('begins no entry twice where one reply is cut and the next one comes late', async function () {
      this.timeout(40_000);
      const begun = new Recorder<string>();
      await start(handlerOf({ key: 'orders' }, (entry) => begun.add(entry.id)));
      await client.xadd('orders', '1-1', 'a', '1');
      await begun.until(1);
      await whenAcknowledged(['orders']);
      const reads = new Recorder<Buffer>();
      // What was lost with the first is claimed beside the reads: a claim has to come in time.
      proxy.decideReplies(({ bytes, request }) => {
        if (!bytes.includes('number') || !/xreadgroup/i.test(String(request))) return {};
        reads.add(bytes);
        const { length } = reads.items;
        return length === 1 ? { cutAfter: 20 } : length === 2 ? { delayInMs: 4_500 } : {};
      });
      await add(client, 'orders', 5, 2);
      await reads.until(1);
      await add(client, 'orders', 10, 3);
      await begun.untilTrue((ids) => new Set(ids).size >= 10, 'some of them');
      await whenAcknowledged(['orders']);
      // Comes behind the late reply.
      await client.xadd('orders', '4-1', 'a', '1');
      await begun.untilTrue((ids) => ids.includes('4-1'), 'what was added last');
      await whenAcknowledged(['orders']);
      expect(twice(begun.items)).to.deep.equal([]);
      expect(new Set(begun.items).size).to.equal(17);
    });

    for (const seed of seeds) {
      it(`begins each entry once, whatever is late or cut (STREAM_SEED=${seed})`, async function () {
        this.timeout(90_000);
        const random = randomOf(String(seed));
        const pick = <Value>(...values: Value[]): Value => values[Math.floor(random() * values.length)]!;
        const key = pick(['orders'], ['orders'], ['orders', 'audit', 'refunds']);
        const options = {
          key,
          count: pick(1, 5, 10, 100),
          claimIdleInMs: pick(300, 60_000),
          ...pick({}, { batch: true }, { orderBy: (_: unknown, entry: StreamEntry) => entry.id.slice(-1) }),
        };
        const begun = new Recorder<string>();
        let troubles = 0;
        proxy.decideReplies(({ bytes }) => {
          if (troubles > 60 || bytes.length < 40 || random() > 0.2) return {};
          troubles += 1;
          if (random() < 0.5) return { cutAfter: Math.floor(random() * bytes.length) };
          return { delayInMs: random() < 0.1 ? 2_500 : random() * 400 };
        });
        for (const each of key) {
          await client.xgroup('CREATE', each, group, '0', 'MKSTREAM');
          await add(client, each, 50, 1);
          await client.xreadgroup('GROUP', group, 'dead', 'COUNT', 20, 'STREAMS', each, '>');
          // As if it had died a while ago.
          const ids = Array.from({ length: 20 }, (_, index) => `1-${index + 1}`);
          await client.xclaim(each, group, 'dead', 0, ...ids, 'IDLE', options.claimIdleInMs, 'JUSTID');
        }
        await start(handlerOf(options, (entry) => begun.add(`${entry.key} ${entry.id}`)));
        for (let round = 2; round < 12; round++) {
          for (const each of key) await add(client, each, 30, round);
          await realTime(random() * 60);
        }
        await begun.untilTrue((ids) => new Set(ids).size > 0);
        await whenAcknowledged(key);
        expect(twice(begun.items), JSON.stringify(options)).to.deep.equal([]);
        expect(new Set(begun.items).size).to.equal(350 * key.length);
      });
    }
  });
}

function handlerOf(options: object, handle: (entry: StreamEntry) => void) {
  class Handler {
    @RedisStreamTrigger({ connection: 'flaky', key: 'orders', ...options })
    async onEntry(@Message(StreamEntry) entry: StreamEntry | StreamEntry[]): Promise<void> {
      for (const each of Array.isArray(entry) ? entry : [entry]) handle(each);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return Handler;
}

/** Adds so many entries in one step, with ids that begin with this number. */
async function add(client: Redis, key: string, count: number, milliseconds: number): Promise<void> {
  const all = client.multi();
  for (let number = 1; number <= count; number++)
    all.xadd(key, `${milliseconds}-${number}`, 'number', number);
  await all.exec();
}

function twice(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
