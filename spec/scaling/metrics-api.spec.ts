import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { metricsApiHandler } from '../../lib/scaling/metrics-api-handler.js';
import type { ScaleMonitor } from '../../lib/scaling/scale-monitor.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { settled } from '../support/manual-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { whenRemaining } from '../support/when-remaining.js';

class Orders {
  @RedisListTrigger({ connection: 'redis', key: 'orders', messagesPerWorker: 2 })
  onOrder(): void {
    // Only its backlog matters.
  }

  @RedisListTrigger({ connection: 'redis', key: 'returns', name: 'returns / all' })
  onReturn(): void {
    // Only its backlog matters.
  }

  @RedisPubSubTrigger({ connection: 'redis', channel: 'channel' })
  onMessage(): void {
    // Has no backlog.
  }
}

describe('metricsApiHandler', () => {
  let fake: FakeRedis;
  let logger: RecordingLogger;
  let monitor: ScaleMonitor;
  let server: Server;

  beforeEach(async () => {
    fake = new FakeRedis();
    const connections = { redis: fake.connectionOptions() };
    logger = new RecordingLogger();
    monitor = await createScaleMonitor({
      handlers: [Orders],
      connections,
      logger,
      timeoutInMs: 2_000,
      samplingIntervalInMs: 20,
    });
    server = createServer(metricsApiHandler(monitor)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await monitor.close();
    await fake.close();
  });

  async function ask(
    path: string,
    method = 'GET',
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    expect(response.headers.get('content-type')).to.equal('application/json');
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('answers with the scale of a function', async () => {
    await fake.createClient().rpush('orders', '1', '2', '3');
    await whenRemaining(monitor, 'Orders.onOrder', 3);
    const { status, body } = await ask('/scale/Orders.onOrder');
    expect(status).to.equal(200);
    expect(body).to.include({
      functionId: 'Orders.onOrder',
      remaining: 3,
      targetWorkers: 2,
      isEstimate: false,
    });
  });

  it('takes encoded ids, and leaves out the query', async () => {
    const { status, body } = await ask(`/scale/${encodeURIComponent('returns / all')}?fresh=1`);
    expect({ status, remaining: body.remaining }).to.deep.equal({ status: 200, remaining: 0 });
  });

  it('lists the functions that have a scale', async () => {
    const { status, body } = await ask('/scale');
    expect({ status, body }).to.deep.equal({
      status: 200,
      body: { functions: ['Orders.onOrder', 'returns / all'] },
    });
  });

  it('answers 404 for other functions and paths', async () => {
    for (const path of ['/scale/Orders.onOrdre', '/scale/Orders.onMessage', '/', '/scales', '/scale/%E0']) {
      expect((await ask(path)).status, path).to.equal(404);
    }
    expect((await ask('/scale/Orders.onOrdre')).body.message).to.contain('Did you mean "Orders.onOrder"?');
  });

  it('answers 405 for other methods', async () => {
    expect((await ask('/scale', 'POST')).status).to.equal(405);
  });

  it('answers 414 for a URL that is longer than any id', async () => {
    expect((await ask(`/scale/${'x'.repeat(5_000)}`)).status).to.equal(414);
    const { status, body } = await ask(`/scale/${'x'.repeat(4_000)}`);
    expect(status).to.equal(404);
    expect(String(body.message).length).to.be.below(400);
  });

  describe('where something else has answered meanwhile', () => {
    /** Whether the process heard of an error that nobody caught. */
    async function endingOf(interfere: (response: ServerResponse) => void, method = 'GET'): Promise<string> {
      const handle = metricsApiHandler(monitor);
      const done: Promise<unknown>[] = [];
      const interfering = createServer((request, response) => {
        done.push(once(response, 'close'));
        if (method === 'POST') interfere(response);
        handle(request, response);
        interfere(response);
      }).listen(0, '127.0.0.1');
      await once(interfering, 'listening');
      const uncaught: unknown[] = [];
      const hear = (error: unknown): void => void uncaught.push(error);
      const mochas = process.listeners('unhandledRejection');
      process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
      try {
        const { port } = interfering.address() as AddressInfo;
        const asked = fetch(`http://127.0.0.1:${port}/scale/Orders.onOrder`, { method });
        const seen = await asked.then(
          async (response) => `${response.status} ${await response.text()}`,
          () => 'closed',
        );
        await Promise.all(done);
        await monitor.read('Orders.onOrder');
        await settled();
        expect(uncaught).to.deep.equal([]);
        return seen;
      } finally {
        process.removeAllListeners('unhandledRejection');
        for (const listener of mochas) process.on('unhandledRejection', listener);
        interfering.close();
      }
    }

    it('leaves an answer that was sent', async () => {
      expect(await endingOf((response) => response.writeHead(504).end('too late'))).to.equal('504 too late');
      const once504 = (response: ServerResponse): void => {
        if (!response.headersSent) response.writeHead(504).end();
      };
      expect(await endingOf(once504, 'POST')).to.equal('504 ');
    });

    it('leaves a response whose connection is gone', async () => {
      expect(await endingOf((response) => response.destroy())).to.equal('closed');
    });

    it('closes a response that cannot be written', async () => {
      const refuse = (): never => {
        throw new Error('no');
      };
      expect(await endingOf((response) => Object.assign(response, { writeHead: refuse }))).to.equal('closed');
    });
  });

  it('answers 503 while Redis does not tell, with the reason', async () => {
    await fake.createClient().set('orders', 'no list');
    await logger.until(({ text }) => text === 'the backlog cannot be read; it is tried again');
    const { status, body } = await ask('/scale/Orders.onOrder');
    expect(status).to.equal(503);
    expect(body.code).to.equal('SCALE_UNREADABLE');
    expect((await ask(`/scale/${encodeURIComponent('returns / all')}`)).status).to.equal(200);
  });
});
