import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { popAndHold } from '../../lib/redis/commands/lua/pop-and-hold.js';
import type { ListTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { Gate } from '../support/gate.js';
import { handlerOf, held, heldCount, heldIds, popAsAnother } from '../support/lists-at-least-once.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { redisName } from '../support/test-redis.js';

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);

(redisServerVersion === undefined ? describe.skip : describe)(
  'A list at least once, under faults',
  function () {
    this.timeout(180_000);
    let server: RedisServer;
    let client: Redis;
    let handled: Recorder<string>;
    const runtimes: Runtime[] = [];

    before(async () => {
      server = await RedisServer.start();
      client = new Redis(server.port);
    });

    beforeEach(() => {
      handled = new Recorder();
    });

    afterEach(async () => {
      await client.config('SET', 'maxmemory', '0');
      await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      await client.flushall();
    });

    after(async () => {
      client.disconnect();
      await server.stop();
    });

    async function start(options: Partial<ListTriggerOptions> = {}, url = server.url): Promise<void> {
      await (await make(options, url)).start();
    }

    async function make(options: Partial<ListTriggerOptions> = {}, url = server.url): Promise<Runtime> {
      const handler = handlerOf(({ body }) => handled.add(body.toString()), options);
      const runtime = await createRuntime({
        handlers: [handler],
        connections: { [redisName]: url },
        logger: false,
      });
      runtimes.push(runtime);
      return runtime;
    }

    it('loses nothing and handles nothing twice while connections are killed up to ten times a second', async () => {
      const expected = texts(5_000);
      await client.rpush('orders', ...expected);
      let kills = 0;
      let handledBefore = -1;
      const kill = setInterval(() => {
        // On a busy machine a connection that lives for 100 ms handles nothing.
        if (handled.items.length === handledBefore) return;
        handledBefore = handled.items.length;
        kills += 1;
        client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes').catch(() => undefined);
      }, 100);
      try {
        await start({ count: 2 });
        await handled.until(expected.length);
      } finally {
        clearInterval(kill);
      }
      await signalled('settled', async () => (await heldCount(client)) === 0, 'the acknowledgements');
      expect([...handled.items].sort()).to.deep.equal(expected.sort());
      expect(kills).to.be.above(3);
    });

    it('loses nothing and handles nothing twice where the replies of pops are lost', async () => {
      const proxy = await TcpProxy.to(server.port);
      try {
        await start({ prefetch: 0 }, `redis://127.0.0.1:${proxy.port}`);
        for (let round = 0; round < 5; round++) {
          const lost = proxy.loseReplyTo(popAndHold.sha);
          await client.rpush('orders', ...texts(100).map((text) => `${round} ${text}`));
          await lost;
        }
        await handled.until(500);
        await signalled('settled', async () => (await heldCount(client)) === 0, 'the acknowledgements');
        expect(new Set(handled.items)).to.have.property('size', 500);
        expect(handled.items).to.have.length(500);
        await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      } finally {
        await proxy.close();
      }
    });

    it('goes on handling, and takes back what the dead held, when memory is full', async () => {
      await client.rpush('orders', ...texts(200));
      await popAsAnother(client, 50);
      await client.config('SET', 'maxmemory', '1');
      await start({ claimIdleInMs: 300, pollingIntervalInMs: 20 });
      await handled.until(200);
      await signalled('settled', async () => (await heldCount(client)) === 0, 'the acknowledgements');
      expect([...handled.items].sort()).to.deep.equal(texts(200).sort());
      await client.config('SET', 'maxmemory', '0');
      await client.rpush('orders', 'afterwards');
      await handled.until(201);
    });

    it('says what is wrong, and loses nothing, where a key beside the list is of another type', async () => {
      for (const wrong of [held]) {
        await client.rpush('orders', 'waits');
        await client.set(wrong, 'text');
        const runtime = await make();
        const starting = runtime.start();
        await signalled(
          'healthChanged',
          () => healthOf(runtime)?.lastError?.message.startsWith('WRONGTYPE'),
          'the error',
        );
        expect(await client.lrange('orders', 0, -1)).to.deep.equal(['waits']);
        await client.del(wrong);
        await starting;
        expect(await handled.untilTrue((items) => items.includes('waits'))).to.deep.equal(['waits']);
        handled.items.length = 0;
        await runtime.stop();
      }
    });

    it('loses nothing where the list becomes something else while others hold its elements', async () => {
      await client.rpush('orders', 'one', 'two');
      await popAsAnother(client, 2);
      await client.set('orders', 'no list');
      const runtime = await make({ claimIdleInMs: 100 });
      const starting = runtime.start();
      await signalled(
        'healthChanged',
        () => healthOf(runtime)?.lastError?.message.startsWith('WRONGTYPE'),
        'the error',
      );
      expect(await heldIds(client)).to.have.length(2);
      await client.del('orders');
      await starting;
      expect((await handled.until(2)).sort()).to.deep.equal(['one', 'two']);
    });

    it('keeps an element whose dead letter cannot be written, until it can', async () => {
      const deadLetters = '{orders}:dead-letter:Handler.onElement';
      const handler = handlerOf(() => {
        throw new Error('never');
      });
      const connections = { [redisName]: server.url };
      const runtime = await createRuntime({ handlers: [handler], connections, logger: false });
      runtimes.push(runtime);
      await client.set(deadLetters, 'no stream');
      await client.rpush('orders', 'bad');
      await runtime.start();
      await signalled(
        'healthChanged',
        () => healthOf(runtime)?.lastError?.message.startsWith('WRONGTYPE'),
        'the error',
      );
      expect(await heldCount(client)).to.equal(1);
      await client.del(deadLetters);
      await signalled('deadLettered', async () => (await client.xlen(deadLetters)) === 1, 'the dead letter');
      await signalled('settled', async () => (await heldCount(client)) === 0, 'the settlement');
    });

    it('takes nothing that it is not permitted to keep', async () => {
      await client.rpush('orders', 'waits');
      for (const forbidden of ['-evalsha', '-hset', '-ltrim', '-hmget']) {
        await client.acl('SETUSER', 'w', 'on', 'nopass', '~*', '+@all', forbidden);
        const runtime = await make({}, server.url.replace('//', '//w:x@'));
        const starting = runtime.start();
        await signalled(
          'healthChanged',
          () => /NOPERM|permission|can't run/i.test(healthOf(runtime)?.lastError?.message ?? ''),
          forbidden,
        );
        expect(await client.lrange('orders', 0, -1)).to.deep.equal(['waits']);
        const stopped = runtime.stop();
        await Promise.allSettled([starting, stopped]);
        runtimes.pop();
      }
      expect(handled.items).to.deep.equal([]);
    });

    it('is not held up at a stop while the server is frozen, and leaves everything in Redis', async () => {
      const gate = new Gate();
      const handler = handlerOf(() => gate.opened, { concurrency: 1 });
      const connections = { [redisName]: server.url };
      const runtime = await createRuntime({
        handlers: [handler],
        connections,
        logger: false,
        shutdownTimeoutInMs: 1_000,
      });
      await client.rpush('orders', ...texts(5));
      await runtime.start();
      await signalled('readAnswered', async () => (await heldCount(client)) > 0, 'the first pop');
      server.freeze();
      const begun = performance.now();
      const stopped = runtime.stop();
      gate.open();
      await stopped;
      server.thaw();
      expect(performance.now() - begun).to.be.below(8_000);
      const succeeded = runtime.health().functions['Handler.onElement']?.succeeded ?? 0;
      expect((await client.llen('orders')) + (await heldCount(client)) + succeeded).to.be.at.least(5);
    });
  },
);

function healthOf(runtime: Runtime): FunctionHealth | undefined {
  return runtime.health().functions['Handler.onElement'];
}
