import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { createSender } from '../../lib/create-sender.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { classWith } from '../support/describe-classes.js';
import { realTime } from '../support/real-time.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const connection = 'workerRedis';
const entries = defineStream('entries', { connection });
const elements = defineList('elements', { connection, count: 100 });

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);

/** Numerically, because texts of numbers sort otherwise. */
const sorted = (texts: readonly string[]): string[] => [...texts].sort((a, b) => Number(a) - Number(b));

(redisServerVersion === undefined ? describe.skip : describe)(
  'Delayed messages, when something fails',
  function () {
    this.timeout(180_000);
    let server: RedisServer;
    let client: Redis;
    let received: Recorder<string>;
    const closing: (() => Promise<unknown>)[] = [];

    beforeEach(async () => {
      received = new Recorder();
      server = await RedisServer.start({ durable: true });
      closing.push(() => server.stop());
      client = new Redis(server.port);
      client.on('error', () => undefined);
    });
    afterEach(async () => {
      client.disconnect();
      for (const close of closing.splice(0).reverse()) await close();
    });

    function newSender() {
      const sender = createSender({ connections: { [connection]: server.url } });
      closing.push(() => sender.close());
      return sender;
    }

    async function listen(): Promise<Runtime> {
      const handlers = [
        classWith(RedisListTrigger(elements), ({ message }: { message: string }) => received.add(message)),
      ];
      const runtime = await createRuntime({
        handlers,
        connections: { [connection]: server.url },
        logger: false,
      });
      closing.push(() => runtime.stop());
      await runtime.start();
      return runtime;
    }

    it('are each moved once though a process that moves them is killed', async () => {
      const workers = [1, 2].map(
        () => new RunningProgram('spec/support/delayed-worker-program.js', [], { workerRedis: server.url }),
      );
      for (const worker of workers) closing.push(() => worker.end());
      for (const worker of workers) await worker.until(() => worker.stdout.includes('ready'));
      const [killed, left] = workers as [RunningProgram, RunningProgram];
      const sender = newSender();
      const texts = numbers(400);
      await Promise.all(
        texts.map((text, index) => sender.add(entries, { text }, { delayInMs: 100 + 5 * index })),
      );
      const handledBy = (worker: RunningProgram): string[] =>
        worker.stdout.split('\n').flatMap((line) => (line.startsWith('handled ') ? [line.slice(8)] : []));
      await killed.until(() => handledBy(killed).length >= 30);
      killed.signal('SIGKILL');
      const handled = (): string[] => [...new Set(workers.flatMap(handledBy))];
      await left.until(() => handled().length === texts.length);
      expect(sorted(handled())).to.deep.equal(texts);
      expect(await client.xlen('entries')).to.equal(texts.length);
      expect(await client.exists('{entries}:delayed:entries')).to.equal(0);
    });

    it('are there once though their sender is killed between their acceptance and the reply', async () => {
      const proxy = await TcpProxy.to(server.port);
      closing.push(() => proxy.close());
      const accepted = new Promise<void>((resolve) => {
        proxy.decideReplies(({ request }) => {
          if (!request.includes('element 7.')) return {};
          resolve();
          return { delayInMs: 600_000 };
        });
      });
      const url = `redis://127.0.0.1:${proxy.port}`;
      const program = new RunningProgram('spec/support/delaying-sender-program.js', [], { workerRedis: url });
      closing.push(() => program.end());
      await accepted;
      await program.end();
      const all = numbers(8).map((number) => `element ${number}.`);
      expect(program.stdout).to.equal(
        all
          .slice(0, 7)
          .map((element) => `taken ${element}\n`)
          .join(''),
      );
      await listen();
      expect(await received.until(8)).to.deep.equal(all);
      await newSender().push(elements, 'last', { delayInMs: 1 });
      expect(await received.until(9)).to.deep.equal([...all, 'last']);
    });

    it('wait in Redis while nobody listens, and come to who starts after that', async () => {
      const sender = newSender();
      await sender.push(elements, numbers(20), { delayInMs: 1 });
      await sender.close();
      expect(await client.llen('elements')).to.equal(0);
      await listen();
      expect(sorted(await received.until(20))).to.deep.equal(numbers(20));
    });

    it('come though every connection is cut, and are heard of again at once', async () => {
      await listen();
      const sender = newSender();
      await sender.push(elements, 'before', { delayInMs: 1_500 });
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      expect(await received.until(1)).to.deep.equal(['before']);
      await sender.push(elements, 'after', { delayInMs: 30 });
      expect(await received.until(2)).to.deep.equal(['before', 'after']);
    });

    it('come when a server goes on that was frozen at their time', async () => {
      await listen();
      await newSender().push(elements, numbers(50), { delayInMs: 200 });
      server.freeze();
      await realTime(900);
      server.thaw();
      expect(sorted(await received.until(50))).to.deep.equal(numbers(50));
    });

    it('outlive a server that is killed, as far as it has written them', async () => {
      await listen();
      await newSender().push(elements, numbers(50), { delayInMs: 1_000 });
      await server.kill();
      await server.start();
      expect(sorted(await received.until(50))).to.deep.equal(numbers(50));
    });

    it('do not hold up the server where 100,000 are due at once', async () => {
      const sender = newSender();
      const all = numbers(100_000);
      const at = new Date(Date.now() - 1);
      for (let from = 0; from < all.length; from += 500) {
        await sender.push(elements, all.slice(from, from + 500), { at });
      }
      await client.config('SET', 'slowlog-log-slower-than', '100000');
      await client.slowlog('RESET');
      await listen();
      await received.until(all.length);
      expect(received.items).to.have.length(all.length);
      expect(new Set(received.items)).to.have.property('size', all.length);
      expect(await client.slowlog('GET', 10)).to.deep.equal([]);
    });
  },
);

(redisServerVersion === undefined ? describe.skip : describe)('Delayed messages at a failover', function () {
  this.timeout(180_000);

  it('that the next master has come once, and so do those that are delayed meanwhile', async () => {
    const sentinels = await RedisSentinels.start();
    const connections = { [connection]: sentinels.connectionString };
    const received = new Recorder<string>();
    const handler = classWith(RedisListTrigger(elements), ({ message }: { message: string }) =>
      received.add(message),
    );
    const runtime = await createRuntime({ handlers: [handler], connections, logger: false });
    const sender = createSender({ connections, timeoutInMs: 120_000 });
    try {
      await runtime.start();
      await sender.push(elements, numbers(50), { delayInMs: 4_000 });
      const master = await sentinels.master();
      const client = new Redis(master.port);
      await client.set('mark', 'behind them');
      expect(await client.wait(1, 60_000)).to.equal(1);
      client.disconnect();
      await master.kill();
      // They wait for the next master, because they surely were not sent to the one before.
      const meanwhile = await Promise.allSettled(
        numbers(10).map((number) => sender.push(elements, `meanwhile ${number}`, { delayInMs: 500 })),
      );
      const next = await sentinels.master();
      expect(next).not.to.equal(master);
      const sent = numbers(10).filter((number) => meanwhile[Number(number)]?.status === 'fulfilled');
      const wanted = [...numbers(50), ...sent.map((number) => `meanwhile ${number}`)];
      await received.untilTrue((items) => wanted.every((each) => items.includes(each)), 'all of them');
      await sender.push(elements, 'last', { delayInMs: 1 });
      await received.untilTrue((items) => items.includes('last'), 'the last one');
      expect(received.items).to.have.members([...wanted, 'last']);
      expect(sent, 'sent meanwhile').to.have.length.above(0);
    } finally {
      await runtime.stop();
      await sender.close();
      await sentinels.stop();
    }
  });
});

(redisServerVersion === undefined ? describe.skip : describe)('Delayed messages on a cluster', function () {
  this.timeout(180_000);

  it('are moved at the node of their key, and heard of from any', async () => {
    const cluster = await RedisCluster.start();
    const connections = { [connection]: { cluster: cluster.endpoints } };
    const received = new Recorder<string>();
    const keys = ['key-0', 'key-1', 'key-2', 'key-3', 'key-4'];
    const spread = defineList(keys, { connection });
    const handlers = [
      classWith(RedisListTrigger(spread), ({ message }: { message: string }) => received.add(message)),
    ];
    const runtime = await createRuntime({ handlers, connections, logger: false });
    try {
      await runtime.start();
      await using sender = createSender({ connections });
      for (const key of keys) await sender.push(spread, key, { key, delayInMs: 50 });
      expect([...(await received.until(keys.length))].sort()).to.deep.equal(keys);
    } finally {
      await runtime.stop();
      await cluster.stop();
    }
  });
});
