import { expect } from 'chai';
import { Redis } from 'ioredis';
import { crowdOf, fillCrowd, writeCrowdsFleet, writeManyDeadLetters } from '../../bench/run/crowd.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { createPage } from '../../lib/ui/create-page.js';
import { RedisServer } from '../support/redis-server.js';
import { describeInBrowser } from './browser.js';
import { PageServer } from './page-server.js';

const functions = 300;
const letters = 1_000_000;

describeInBrowser('three hundred functions and a million dead letters in a browser', (open) => {
  let redis: RedisServer;
  let client: Redis;
  let runtime: Runtime;
  let server: PageServer;

  before(async () => {
    redis = await RedisServer.start();
    client = new Redis(redis.port);
    await fillCrowd(client, functions, 5);
    await writeCrowdsFleet(client, 'crowd', functions);
    await writeManyDeadLetters(client, { functionId: 'crowd:8', source: 'crowd:8', count: letters });
    for (let index = 100; index < 200; index += 2)
      await writeManyDeadLetters(client, {
        functionId: `crowd:${index}`,
        source: `crowd:${index}`,
        count: 3,
      });
    runtime = await createRuntime({
      handlers: crowdOf(functions, 'redis'),
      connections: { redis: redis.url },
      fleet: { name: 'crowd' },
      logger: false,
    });
    server = await PageServer.start(createPage({ runtime, environment: 'production' }).handler);
  });
  after(async () => {
    await server.close();
    await runtime.stop();
    client.disconnect();
    await redis.stop();
  });

  it('are searched, sorted and turned over like ten', async () => {
    const tab = await open(server.url);
    const rows = tab.locator('table.functions tbody tr');
    const first = rows.first();
    await rows.nth(49).waitFor();
    expect(await rows.count()).to.equal(50);
    // A document of all rows would have ten times as many.
    expect(await tab.evaluate('document.querySelectorAll("*").length')).to.be.below(6_000);
    await tab.getByRole('button', { name: 'Dead', exact: true }).click();
    await first.getByText('1,000,000').waitFor();
    await tab.getByRole('button', { name: 'Function', exact: true }).click();
    await first.getByRole('link', { name: 'crowd:0' }).waitFor();
    for (let page = 2; page <= 6; page++) await tab.getByRole('button', { name: 'Next →' }).click();
    await tab.getByText('251–300 of 300').waitFor();
    await tab.getByRole('searchbox').fill('crowd:299');
    await tab.getByRole('link', { name: 'crowd:299' }).waitFor();
    await first.getByRole('link', { name: 'crowd:299' }).click();
    await tab.locator('h1', { hasText: 'crowd:299' }).waitFor();
  });

  it('has each function with dead letters, also the last of more than a screen has', async () => {
    const tab = await open(`${server.url}#/dead`);
    await tab.getByRole('link', { name: 'crowd:8', exact: true }).waitFor();
    await tab.getByText('1–50 of 51').waitFor();
    await tab.getByRole('button', { name: 'Next →' }).click();
    await tab.getByText('51–51 of 51').waitFor();
    expect(await tab.locator('main tbody tr').count()).to.equal(1);
  });

  it('groups the latest of a million, and removes all of a million: not a page of them', async () => {
    const tab = await open(`${server.url}#/dead/crowd:8`);
    await tab.getByText('latest 10,000 of 1,000,000').waitFor();
    expect(await tab.locator('.groups tbody tr').count()).to.equal(10);
    await tab.getByRole('button', { name: 'One by one' }).click();
    await tab.locator('table.letters tbody tr').nth(49).waitFor();
    await tab.getByRole('button', { name: 'Older' }).click();
    await tab.locator('table.letters tbody tr').nth(99).waitFor();
    await tab.getByRole('searchbox').fill('payload.order=985000');
    await tab.getByRole('button', { name: 'Search', exact: true }).click();
    await tab.getByText('None of the latest 10,000 matches').waitFor();
    await tab.getByRole('button', { name: 'Older' }).click();
    await tab.getByText('{"order":985000}').waitFor();
    await tab.getByRole('button', { name: /^Search without/ }).click();
    await tab.getByRole('button', { name: 'By error' }).click();
    await tab.getByRole('button', { name: /^Replay all 1,000,000/ }).click();
    await tab.locator('dialog').getByRole('button', { name: 'Replay 1,000,000' }).waitFor();
    await tab.locator('dialog select').selectOption({ label: '50 a second' });
    await tab.locator('dialog').getByText('About 5h 33m').waitFor();
    await tab.locator('dialog').getByRole('button', { name: 'Replay 1,000,000' }).click();
    await tab.getByText(/replaying \d+ of 1,000,000/).waitFor();
    await tab.getByRole('button', { name: 'Stop' }).click();
    await tab
      .getByText(/replayed \d+ of 1,000,000 · stopped/)
      .first()
      .waitFor();
  });
});
