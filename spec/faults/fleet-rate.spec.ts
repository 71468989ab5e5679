import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { mostWithin, texts } from '../conformance/rate-limit/rated-kinds.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const id = 'Handlers.run';
const anHourInMs = 3_600_000;

(redisServerVersion === undefined ? describe.skip : describe)('The rate of a fleet', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let client: Redis;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    server = await RedisServer.start();
    client = new Redis(server.port);
    closing.push(() => server.stop());
  });
  afterEach(async () => {
    client.disconnect();
    for (const close of closing.splice(0).reverse()) await close();
  });

  describe('whose processes die', () => {
    const startWorker = (messages: number, perMs: number): RunningProgram => {
      const program = 'spec/support/rated-worker-program.js';
      const args = [`${messages}`, `${perMs}`];
      const worker = new RunningProgram(program, args, { workerRedis: server.url });
      closing.push(() => worker.end());
      return worker;
    };

    it('counts what a message ended before anything could be told of it', async () => {
      await client.rpush('elements', ...texts(20).map(() => 'poison'));
      // The first read of a process takes one, because nobody knows how large elements are.
      for (let left = 19; left >= 16; left--) {
        expect(await startWorker(4, anHourInMs).exit()).to.equal('SIGKILL');
        expect(await client.llen('elements')).to.equal(left);
      }
      const last = startWorker(4, anHourInMs);
      await last.until(() => last.stdout.includes('reached'));
      expect(await client.llen('elements')).to.equal(16);
    });

    it('allows no more and, but for moments, no less when one of three is killed', async () => {
      // So long that it matters little how late a busy machine begins what was taken in time.
      const rate = { messages: 240, perMs: 3_000 };
      const workers = [1, 2, 3].map(() => startWorker(rate.messages, rate.perMs));
      for (const worker of workers) await worker.until(() => worker.stdout.includes('ready'));
      const begun = (): number[] =>
        workers.flatMap(({ stdout }) => [...stdout.matchAll(/begun (\S+)/g)].map(([, at]) => Number(at)));
      await client.rpush('elements', ...texts(600));
      const [first, second] = workers as [RunningProgram, RunningProgram];
      await first.until(() => begun().length > 200);
      second.signal('SIGKILL');
      await second.exit();
      // Of what the dead one had popped, two reads of ten at the most, nobody hears.
      await first.until(() => begun().length >= 580 && first.stdout.includes('reached'));
      const times = begun().sort((one, other) => one - other);
      expect(mostWithin(times, rate.perMs)).to.be.at.most(252);
    });
  });

  describe('on links that differ', () => {
    const start = async (port: number, rateLimit: object, handle: (message: RedisMessageModel) => void) => {
      const trigger = RedisListTrigger({
        connection: 'redis',
        key: 'elements',
        rateLimit: { ...rateLimit, scope: 'fleet' } as never,
      });
      const runtime = await createRuntime({
        handlers: [classWith(trigger, handle)],
        connections: { redis: `127.0.0.1:${port}` },
        logger: false,
        shutdownTimeoutInMs: 1_000,
      });
      closing.push(() => runtime.stop());
      await runtime.start();
      return runtime;
    };
    const isReached = (runtime: Runtime): boolean => runtime.health().functions[id]!.rateLimited === true;

    it('keeps what a read may bring that takes longer than a reservation lasts', async () => {
      const rate = { messages: 1, perMs: 500 };
      const times = new Recorder<number>();
      const record = (): void => times.add(performance.now());
      // Takes 9 s for the large one.
      const proxy = await TcpProxy.to(server.port, {
        bytesPerSecond: { toClient: 150_000, toServer: 150_000 },
      });
      closing.push(() => proxy.close());
      await client.rpush('elements', 'x'.repeat(1_350_000));
      await start(proxy.port, rate, record);
      await signalled('readAnswered', async () => (await client.llen('elements')) === 0, 'the slow one');
      await client.rpush('elements', ...texts(4));
      await start(server.port, rate, record);
      await times.until(5);
      expect(mostWithin(times.items, rate.perMs)).to.equal(1);
    });

    it('is exact however long and unevenly replies take', async () => {
      const rate = { messages: 20, perMs: 1_000 };
      const times = new Recorder<number>();
      const record = (): void => times.add(performance.now());
      const proxy = await TcpProxy.to(server.port, { latencyInMs: 150, jitterInMs: 100 });
      closing.push(() => proxy.close());
      await client.rpush('elements', ...texts(100));
      await start(proxy.port, rate, record);
      await start(proxy.port, rate, record);
      await start(server.port, rate, record);
      await times.until(100);
      expect(mostWithin(times.items, rate.perMs)).to.be.at.most(21);
    });

    it('counts what a list at least once was given twice, because the first reply was lost', async () => {
      const proxy = await TcpProxy.to(server.port);
      closing.push(() => proxy.close());
      const handled = new Recorder<unknown>();
      const rateLimit = { messages: 10, perMs: anHourInMs, scope: 'fleet' } as const;
      const trigger = RedisListTrigger({
        connection: 'redis',
        key: 'elements',
        delivery: 'atLeastOnce',
        rateLimit,
      });
      const runtime = await createRuntime({
        handlers: [classWith(trigger, (message: unknown) => handled.add(message))],
        connections: { redis: `127.0.0.1:${proxy.port}` },
        logger: false,
      });
      closing.push(() => runtime.stop());
      // While its reply is lost, other processes take five of the ten.
      let taken: Promise<unknown> = Promise.resolve();
      const others = `u${Date.now() + anHourInMs}`;
      proxy.decideReplies(({ bytes }) => {
        if (!bytes.includes('element-')) return {};
        proxy.decideReplies();
        taken = client.hset('{elements}:rate:Handlers.run', others, 5);
        return { cutAfter: 0 };
      });
      // The first read takes one, because nobody knows how large elements are.
      await client.rpush('elements', 'first', ...texts(6).map((text) => `element-${text}`));
      const started = runtime.start();
      await signalled('healthChanged', () => proxy.cuts === 1 && isReached(runtime), 'it to wait');
      await started;
      await taken;
      expect(handled.items).to.have.length(1);
      expect(await client.llen('elements')).to.equal(0);
      await runtime.stop();
      expect(await client.llen('elements')).to.equal(6);
    });
  });
});
