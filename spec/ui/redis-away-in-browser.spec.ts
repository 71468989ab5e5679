import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { createPage } from '../../lib/ui/create-page.js';
import { RedisServer } from '../support/redis-server.js';
import { describeInBrowser } from './browser.js';
import { bank, deadPaymentsOf, Shop, writeDeadPayments } from './incident.js';
import { PageServer } from './page-server.js';

describeInBrowser('Redis goes away while somebody looks', (open) => {
  let redis: RedisServer;
  let runtime: Runtime;
  let server: PageServer;

  async function serve(fleet: boolean): Promise<void> {
    bank.isClosed = false;
    redis = await RedisServer.start({ durable: true });
    const client = new Redis(redis.port);
    await writeDeadPayments(client, deadPaymentsOf({ closed: 40, invalid: 2 }));
    client.disconnect();
    runtime = await createRuntime({
      handlers: [Shop],
      connections: { shop: redis.url },
      logger: false,
      ...(fleet && { fleet: { name: 'shop', intervalInMs: 1_000 } }),
    });
    await runtime.start();
    server = await PageServer.start(createPage({ runtime }).handler);
  }
  afterEach(async () => {
    await server.close();
    await runtime.stop();
    await redis.stop();
  });

  for (const fleet of [false, true]) {
    it(`says so, shows what it knew, and heals by itself, ${fleet ? 'in a fleet' : 'of one process'}`, async () => {
      await serve(fleet);
      const tab = await open(server.url);
      const row = tab.locator('table.functions tr', { hasText: 'Shop.onPayment' });
      await row.getByText('42', { exact: true }).waitFor();
      await redis.kill();
      await tab
        .getByText(/numbers cannot be read|what was known before/)
        .first()
        .waitFor();
      await row.getByText('recovering').waitFor();
      expect(await row.getByText('42', { exact: true }).count()).to.equal(1);
      const other = await open(`${server.url}#/connections`);
      await other.getByText('unreachable').waitFor();
      const dead = await open(`${server.url}#/dead/Shop.onPayment`);
      await dead
        .getByText(/cannot be reached/)
        .first()
        .waitFor();
      await redis.start();
      await row.getByText('listening').waitFor();
      await tab.locator('.problem, .troubles').waitFor({ state: 'detached' });
      await other.getByText('ready').waitFor();
      await dead.locator('.groups').waitFor();
      await dead.locator('.problem').waitFor({ state: 'detached' });
      expect(await row.getByText('42', { exact: true }).count()).to.equal(1);
    });
  }

  it('says that its own server is away, and comes back with it', async () => {
    await serve(false);
    const tab = await open(server.url);
    await tab.locator('table.functions').waitFor();
    const { port } = server;
    await server.close();
    await tab
      .getByText('The server of this page does not answer. What you see is what was known before.')
      .waitFor();
    expect(await tab.locator('table.functions tbody tr').count()).to.equal(4);
    server = await PageServer.start(createPage({ runtime }).handler, '/', port);
    await tab.locator('.problem').waitFor({ state: 'detached' });
  });
});
