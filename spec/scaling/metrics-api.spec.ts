import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { metricsApiHandler } from '../../lib/scaling/metrics-api-handler.js';
import type { ScaleMonitor } from '../../lib/scaling/scale-monitor.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';

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
  let monitor: ScaleMonitor;
  let server: Server;

  beforeEach(async () => {
    fake = new FakeRedis();
    const connections = { redis: fake.connectionOptions() };
    monitor = await createScaleMonitor({
      handlers: [Orders],
      connections,
      logger: false,
      timeoutInMs: 2_000,
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

  it('answers 503 while Redis does not tell, with the reason', async () => {
    await fake.createClient().set('orders', 'no list');
    const { status, body } = await ask('/scale/Orders.onOrder');
    expect({ status, code: body.code }).to.deep.equal({ status: 503, code: 'SCALE_UNREADABLE' });
    expect((await ask(`/scale/${encodeURIComponent('returns / all')}`)).status).to.equal(200);
  });
});
