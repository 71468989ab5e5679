import { expect } from 'chai';
import { Logger } from '@nestjs/common';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRuntime, RedisListTrigger, type Runtime } from 'redis-triggers';
import { FakeRedis } from 'redis-triggers/testing';
import { createPage } from 'redis-triggers/ui';
import { inExpress, inFastify, inHono, inNest, pageForOperators } from '../../examples/snippets/page.js';
import type { Overview } from '../../lib/ui/shapes.js';
import { askPage, ownHeaders } from './page-server.js';

class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders', name: 'orders / all?' })
  onOrder(): void {
    // Not called here.
  }
}

/** What Nest calls a module is a class like this. */
class Root {}

describe('the page, mounted in', () => {
  let redis: FakeRedis;
  let runtime: Runtime;

  beforeEach(async () => {
    redis = new FakeRedis();
    runtime = await createRuntime({
      handlers: [Shop],
      connections: { shop: redis.connectionOptions() },
      logger: false,
    });
  });
  afterEach(async () => {
    await runtime.stop();
    await redis.close();
  });

  /** Looks and changes something through a port, under a path. */
  async function use(port: number, path: string): Promise<void> {
    const document = await askPage(port, `${path}/`);
    expect(document.status).to.equal(200);
    expect(document.headers['content-type']).to.equal('text/html; charset=utf-8');
    expect((await askPage(port, `${path}/page.js`)).text).to.include('"/"');
    expect((await askPage(port, `${path}/page.css`)).status).to.equal(200);
    const { json } = await askPage<Overview>(port, `${path}/api/overview?filter=orders`);
    expect(json.rows.map(({ id }) => id)).to.deep.equal(['orders / all?']);
    const call = { method: 'POST', headers: ownHeaders(port) };
    const body = JSON.stringify({ functionId: 'orders / all?', text: 'tea' });
    const sent = await askPage(port, `${path}/api/send`, { ...call, body });
    expect(sent.status, sent.text).to.equal(200);
    const client = redis.createClient();
    expect(await client.llen('orders')).to.equal(1);
    client.disconnect();
    const forged = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await askPage(port, `${path}/api/send`, { ...call, body, headers: forged })).status).to.equal(
      403,
    );
  }

  const portOf = (server: Server): number => (server.address() as AddressInfo).port;

  it('Express', async () => {
    const server = inExpress(runtime).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await use(portOf(server), '/ops');
      expect((await askPage(portOf(server), '/ops')).headers.location).to.equal('./ops/');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('Express, behind a parser of bodies and two routers', async () => {
    const inner = express.Router().use('/page', createPage({ runtime }).handler);
    const app = express().use(express.json()).use('/a', inner);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await use(portOf(server), '/a/page');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('Fastify', async () => {
    const app = inFastify(runtime);
    await app.listen({ port: 0, host: '127.0.0.1' });
    try {
      await use(portOf(app.server), '/ops');
    } finally {
      await app.close();
    }
  });

  it('NestJS', async () => {
    Logger.overrideLogger(false);
    const app = await inNest(Root, runtime);
    await app.listen(0, '127.0.0.1');
    try {
      await use(portOf(app.getHttpServer() as Server), '/ops');
    } finally {
      await app.close();
    }
  });

  it('Hono', async () => {
    const app = inHono(runtime, (headers) => headers.get('authorization') === 'Bearer good');
    const headers = { host: 'localhost', authorization: 'Bearer good' };
    const document = await app.request('http://localhost/ops/', { headers });
    expect(document.status).to.equal(200);
    expect(document.headers.get('content-security-policy')).to.include("script-src 'self'");
    const overview = await app.request('http://localhost/ops/api/overview', { headers });
    expect(((await overview.json()) as Overview).rows).to.have.length(1);
    const post = { method: 'POST', body: JSON.stringify({ functionId: 'orders / all?', text: 'tea' }) };
    const own = {
      ...headers,
      origin: 'http://localhost',
      'content-type': 'application/json',
      'x-redis-triggers': '1',
    };
    expect((await app.request('http://localhost/ops/api/send', { ...post, headers: own })).status).to.equal(
      200,
    );
    expect((await app.request('http://localhost/ops/api/send', { ...post, headers })).status).to.equal(415);
    expect((await app.request('http://localhost/ops/')).status).to.equal(403);
  });

  it('what asks who it is', async () => {
    const page = pageForOperators(runtime, (cookie) => Promise.resolve(cookie ?? 'nobody'));
    const ask = async (cookie: string): Promise<number> => {
      const headers = { host: 'ops.example.com', cookie };
      return (await page.fetch(new Request('http://ops.example.com/ops/api/overview', { headers }))).status;
    };
    expect([await ask('viewer'), await ask('operator'), await ask('somebody')]).to.deep.equal([
      200, 200, 403,
    ]);
  });

  it('what stops with its runtime', async () => {
    createPage({ runtime });
    await runtime.start();
    await runtime.stop();
  });

  it('refuses options that are none', () => {
    const create = (): unknown => createPage({ runtime, hosts: ['https://x'], enviroment: 'x' } as never);
    expect(create).to.throw(/2 problems[\s\S]*environment[\s\S]*hosts/);
  });
});
