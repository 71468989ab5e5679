import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { createRuntime } from '../../lib/create-runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { createPage } from '../../lib/ui/create-page.js';
import { bank, deadPaymentsOf, incidentHandlers, writeDeadPayments, writeHistory } from './incident.js';
import { chromiumPath } from './browser.js';

/** Makes pictures of every screen, light and dark, with the data of an incident: `node dist/spec/ui/take-screenshots.js <folder>`. */
const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });

const redis = new FakeRedis();
const client = redis.createClient();
await writeHistory(client, 'shop', 480);
await writeDeadPayments(client, deadPaymentsOf({ closed: 4_195, invalid: 17 }));
await client.lpush('orders', ...Array.from({ length: 128 }, (_, index) => `order ${index}`));
const fleet = { name: 'shop', intervalInMs: 1_000, version: '2.14.0' };
const connections = { shop: redis.connectionOptions() };
const start = () =>
  createRuntime({
    handlers: incidentHandlers,
    connections,
    fleet,
    logger: false,
    configureKeyspaceNotifications: true,
  });
const runtimes = [await start(), await start(), await start()];
await Promise.all(runtimes.map((runtime) => runtime.start()));
const [first] = runtimes;
if (!first) throw new Error('there is no runtime');
bank.isClosed = true;
for (let index = 0; index < 40; index++) {
  await client.xadd('payments', '*', 'order', `B-${index}`, 'amount', '7');
  await client.xadd('stock:moves', '*', 'item', `i${index}`, 'by', '1');
}
await first.pause('Stock.onRecount', { forInMs: 15 * 60_000 });
await client.lpush('stock:recount', ...Array.from({ length: 310 }, (_, index) => `${index}`));

const page = createPage({ runtime: first, environment: 'production' });
const server = createServer(page.handler);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

if (chromiumPath === undefined) throw new Error('there is no chromium');
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const screens: readonly (readonly [name: string, hash: string])[] = [
  ['functions', '#/functions'],
  ['function', '#/function/Shop.onPayment'],
  ['dead', '#/dead'],
  ['dead-groups', '#/dead/Shop.onPayment'],
  ['dead-list', '#/dead/Shop.onPayment?as=list'],
  ['processes', '#/processes'],
  ['scale', '#/scale'],
  ['connections', '#/connections'],
  ['activity', '#/activity'],
];
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, width, height] of [
    ['wide', 1280, 800],
    ['phone', 390, 844],
  ] as const) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height },
      deviceScaleFactor: 1.5,
    });
    const tab = await context.newPage();
    for (const [name, hash] of screens) {
      await tab.goto(`${base}${hash}`);
      await tab.waitForSelector('h1');
      await tab.waitForSelector('.loading', { state: 'detached' });
      // A second look has rates and the first reading.
      await tab.waitForTimeout(300);
      await tab.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
    }
    await tab.goto(`${base}#/dead/Shop.onPayment?as=list`);
    await tab.locator('button.link').first().click();
    await tab.waitForSelector('dialog pre');
    await tab.screenshot({ path: join(folder, `letter-${size}-${colorScheme}.png`) });
    await tab.goto(`${base}#/dead/Shop.onPayment`);
    await tab.locator('.groups button.primary').first().click();
    await tab.waitForSelector('dialog');
    await tab.screenshot({ path: join(folder, `replay-${size}-${colorScheme}.png`) });
    if (size === 'wide') {
      bank.isClosed = false;
      await tab.locator('dialog select').selectOption({ label: '100 a second' });
      await tab.locator('dialog button[type=submit]').click();
      await tab.waitForSelector('progress');
      await tab.waitForTimeout(2_500);
      await tab.screenshot({ path: join(folder, `replaying-${size}-${colorScheme}.png`) });
      await tab.locator('.change button', { hasText: 'Stop' }).click();
    }
    await context.close();
  }
}
await browser.close();
server.closeAllConnections();
server.close();
await Promise.all(runtimes.map((runtime) => runtime.stop()));
client.disconnect();
await redis.close();
