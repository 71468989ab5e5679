import axe from 'axe-core';
import { expect } from 'chai';
import { chromium, type Browser, type BrowserContext, type Page as Tab } from 'playwright-core';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { PageOptions } from '../../lib/ui/page-options.js';
import { chromiumPath } from './browser.js';
import { bank, deadPaymentsOf, incidentHandlers, writeDeadPayments, writeHistory } from './incident.js';
import { PageServer } from './page-server.js';

const screens = [
  '#/functions',
  '#/function/Shop.onPayment',
  '#/dead',
  '#/dead/Shop.onPayment',
  '#/dead/Shop.onPayment?as=list',
  '#/processes',
  '#/scale',
  '#/connections',
  '#/activity',
];

/** What axe finds. */
interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

const title = `the page in a browser${chromiumPath === undefined ? ' (SKIPPED: there is no chromium; CHROMIUM_BIN may name one)' : ''}`;

(chromiumPath === undefined ? describe.skip : describe)(title, function () {
  this.timeout(120_000);
  let browser: Browser;
  let redis: FakeRedis;
  let runtime: Runtime;
  let server: PageServer;
  let context: BrowserContext;
  let tab: Tab;
  /** What the page asked for anywhere, and what went wrong in it. */
  let asked: string[];
  let wrong: string[];

  before(async () => {
    browser = await chromium.launch({ executablePath: String(chromiumPath), args: ['--no-sandbox'] });
  });
  after(() => browser.close());

  beforeEach(async () => {
    bank.isClosed = false;
    redis = new FakeRedis();
    const client = redis.createClient();
    await writeDeadPayments(client, deadPaymentsOf({ closed: 1_200, invalid: 17 }));
    await writeHistory(client, 'shop');
    client.disconnect();
    await open();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    await runtime.stop();
    await redis.close();
  });

  async function open(options: Partial<PageOptions> = {}): Promise<void> {
    runtime = await createRuntime({
      handlers: incidentHandlers,
      connections: { shop: redis.connectionOptions() },
      fleet: { name: 'shop', intervalInMs: 1_000 },
      configureKeyspaceNotifications: true,
      logger: false,
    });
    await runtime.start();
    const page = createPage({ runtime, environment: 'production', ...options });
    server = await PageServer.start(page.handler, '/ops/');
    await newTab({ width: 1280, height: 800 });
  }

  async function newTab(
    viewport: { width: number; height: number },
    more: { colorScheme?: 'dark'; reducedMotion?: 'reduce' } = {},
  ): Promise<void> {
    context = await browser.newContext({ viewport, ...more });
    tab = await context.newPage();
    asked = [];
    wrong = [];
    tab.on('request', (request) => asked.push(request.url()));
    tab.on('pageerror', (error) => wrong.push(error.message));
    tab.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
  }

  async function show(hash: string): Promise<void> {
    await tab.goto('about:blank');
    await tab.goto(`${server.url}${hash}`);
    await tab.locator('h1').waitFor();
    await tab.locator('.loading').waitFor({ state: 'detached' });
  }

  it('goes from the red badge to "none failed again" in five clicks', async () => {
    let clicks = 0;
    const click = async (name: string | RegExp, role: 'link' | 'button' = 'link'): Promise<void> => {
      clicks += 1;
      await tab.getByRole(role, { name }).first().click();
    };
    await show('');
    await click(/^Dead letters 1,217$/);
    await click('Shop.onPayment');
    await click(/^Replay 1,0\d\d dead letters of BankClosedError/, 'button');
    await click(/^Replay 1,0\d\d$/, 'button');
    await tab
      .getByText(/replayed 1,0\d\d messages · none failed again$/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(clicks).to.be.at.most(5);
    expect(wrong).to.deep.equal([]);
  });

  it('says how many failed again, and stops on demand', async () => {
    bank.isClosed = true;
    await show('#/dead/Shop.onPayment');
    await tab
      .getByRole('button', { name: /of PayloadError/ })
      .first()
      .click();
    await tab.getByRole('button', { name: /^Replay 17$/ }).click();
    await tab
      .getByText(/17 failed again/)
      .first()
      .waitFor({ timeout: 60_000 });
    await tab.getByRole('button', { name: /^Replay all/ }).click();
    await tab.getByLabel('How fast').selectOption('10 a second');
    await tab
      .getByRole('dialog')
      .getByRole('button', { name: /^Replay/ })
      .click();
    await tab.getByRole('progressbar').waitFor();
    await tab.getByRole('button', { name: 'Stop' }).click();
    await tab
      .getByText(/· stopped ·/)
      .first()
      .waitFor();
  });

  it('edits one dead letter and puts it back', async () => {
    await show('#/dead/Shop.onPayment?as=list&where=12%2C50');
    await tab.locator('button.link').first().click();
    await tab.getByRole('button', { name: 'Edit…' }).click();
    const text = tab.getByLabel('Fields, as pairs of a name and a value');
    await text.fill((await text.inputValue()).replace('12,50', '12.50'));
    await tab.getByRole('button', { name: 'Put back edited' }).click();
    await tab.getByText(/The edited message of .* is put back/).waitFor();
    await tab.getByText('16 match', { exact: false }).waitFor();
  });

  it('has nothing that axe finds, light and dark, on any screen and in dialogs', async () => {
    for (const colorScheme of [undefined, 'dark'] as const) {
      await context.close();
      await newTab({ width: 1280, height: 800 }, colorScheme ? { colorScheme } : {});
      for (const hash of screens) {
        await show(hash);
        expect(await violations(), `${hash} ${colorScheme}`).to.deep.equal([]);
      }
      await show('#/dead/Shop.onPayment');
      await tab.getByRole('button', { name: /^Replay all/ }).click();
      expect(await violations(), 'replay').to.deep.equal([]);
      await show('#/dead/Shop.onPayment?as=list');
      await tab.locator('button.link').first().click();
      await tab.locator('dialog pre').first().waitFor();
      expect(await violations(), 'letter').to.deep.equal([]);
      await show('#/function/Shop.onPayment');
      await tab.getByRole('button', { name: 'Pause…' }).click();
      expect(await violations(), 'pause').to.deep.equal([]);
    }
  });

  async function violations(): Promise<string[]> {
    // Not as a script of the page, which its policy would refuse.
    const found = await tab.evaluate<Found>(`(async () => {
      const module = { exports: {} };
      ${axe.source.replace(/^\/\*![\s\S]*?\*\//, '')};
      const run = module.exports.run ?? window.axe.run;
      return run(document);
    })()`);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }

  it('is usable with the keyboard alone', async () => {
    await show('');
    const press = async (key: string, times = 1): Promise<void> => {
      for (let time = 0; time < times; time++) await tab.keyboard.press(key);
    };
    const focused = (): Promise<string> =>
      tab.evaluate(
        'document.activeElement.textContent.trim() || document.activeElement.getAttribute("aria-label")',
      );
    const tabTo = async (wanted: RegExp): Promise<void> => {
      for (let time = 0; time < 60 && !wanted.test(await focused()); time++) await press('Tab');
      expect(await focused()).to.match(wanted);
    };
    await tabTo(/^Dead letters/);
    await press('Enter');
    await tab.locator('h1', { hasText: 'Dead letters' }).waitFor();
    await tabTo(/^Shop\.onPayment/);
    await press('Enter');
    await tab.locator('.groups').waitFor();
    await tabTo(/^Replay…$/);
    await press('Enter');
    await tab.locator('dialog').waitFor();
    // Escape closes, and the focus is where it was.
    await press('Escape');
    await tab.locator('dialog').waitFor({ state: 'detached' });
    expect(await focused()).to.equal('Replay…');
    await press('Enter');
    await tab.locator('dialog').waitFor();
    await tabTo(/^Replay [\d,]+$/);
    await press('Enter');
    await tab
      .getByText(/none failed again$/)
      .first()
      .waitFor({ timeout: 60_000 });
  });

  it('moves the focus in the step in which a dialog or a screen comes or goes, however slow the browser is', async () => {
    await show('#/dead/Shop.onPayment');
    // Called right after each change of the document, before any other task of the page.
    await tab.evaluate(`
      globalThis.focusAt = [];
      let known = document.querySelector('h1');
      new MutationObserver(() => {
        const now = document.querySelector('dialog') ?? document.querySelector('h1');
        if (now === known) return;
        known = now;
        const { activeElement } = document;
        const where = activeElement.closest('dialog') ? 'in the dialog' : activeElement.textContent.trim();
        focusAt.push(activeElement === document.body ? 'nowhere' : where);
      }).observe(document.body, { childList: true, subtree: true });
    `);
    await tab.locator('.groups button', { hasText: 'Replay…' }).first().press('Enter');
    await tab.locator('dialog').waitFor();
    await tab.keyboard.press('Escape');
    await tab.locator('dialog').waitFor({ state: 'detached' });
    await tab.locator('.trail a').press('Enter');
    await tab.locator('h1', { hasText: 'Dead letters' }).waitFor();
    expect(await tab.evaluate('focusAt')).to.deep.equal(['in the dialog', 'Replay…', 'Dead letters']);
  });

  it('gives the focus to the heading where what opened a dialog is gone', async () => {
    await show('#/dead/Shop.onPayment');
    const opener = tab.getByRole('button', { name: /^Replay 17 .*of PayloadError/ });
    await opener.press('Enter');
    await tab.locator('dialog').waitFor();
    const client = redis.createClient();
    await client.del('{payments}:dead-letter:Shop.onPayment');
    client.disconnect();
    await tab.locator('.groups').waitFor({ state: 'detached' });
    await tab.keyboard.press('Escape');
    await tab.locator('dialog').waitFor({ state: 'detached' });
    expect(await tab.evaluate('document.activeElement.tagName')).to.equal('H1');
  });

  it('is usable on a phone, and at 200 %', async () => {
    for (const viewport of [
      { width: 360, height: 740 },
      // What 1280 pixels are at 200 %.
      { width: 640, height: 400 },
    ]) {
      await context.close();
      await newTab(viewport, { reducedMotion: 'reduce' });
      for (const hash of screens) {
        await show(hash);
        const width = await tab.evaluate('document.documentElement.scrollWidth');
        expect(width, `${hash} at ${viewport.width}`).to.be.at.most(viewport.width);
      }
      await show('#/dead/Shop.onPayment');
      await tab
        .getByRole('button', { name: /of PayloadError/ })
        .first()
        .click();
      await tab.getByRole('button', { name: /^Replay 17$/ }).click();
      await tab
        .getByText(/replayed \d+ /)
        .first()
        .waitFor();
      const client = redis.createClient();
      await writeDeadPayments(client, deadPaymentsOf({ closed: 200, invalid: 17 }));
      client.disconnect();
    }
  });

  it('moves nothing for whoever wants less motion', async () => {
    const moving = `[...document.querySelectorAll('*')].filter((each) => {
      const { transitionDuration, animationName } = getComputedStyle(each);
      return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== 'none';
    }).length`;
    await context.close();
    await newTab({ width: 1280, height: 800 }, { reducedMotion: 'reduce' });
    for (const hash of screens) {
      await show(hash);
      expect(await tab.evaluate(moving), hash).to.equal(0);
    }
  });

  it('asks its own server alone, and nothing while it is paused', async () => {
    for (const hash of screens) await show(hash);
    const own = asked.filter((url) => url !== 'about:blank');
    expect(own.filter((url) => !url.startsWith(server.url))).to.deep.equal([]);
    await show('');
    await tab.getByRole('button', { name: 'Live' }).click();
    await tab.getByRole('button', { name: 'Paused' }).waitFor();
    await tab.waitForLoadState('networkidle');
    const before = asked.length;
    // Two polls would have come in this time.
    await tab.waitForTimeout(4_500);
    expect(asked.length).to.equal(before);
    expect(wrong).to.deep.equal([]);
  });

  it('shows what is stored as text, and runs none of it', async () => {
    const hostile = '</script><script>alert(1)</script><img src=x onerror="alert(1)"><svg onload=alert(1)>';
    const client = redis.createClient();
    const letter = { fields: [hostile, hostile], error: hostile, message: hostile, reason: hostile };
    await writeDeadPayments(client, [letter]);
    client.disconnect();
    const dialogs: string[] = [];
    tab.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await show('#/dead/Shop.onPayment');
    await tab.getByText('<img src=x').first().waitFor();
    await show('#/dead/Shop.onPayment?as=list');
    await tab.locator('button.link').first().click();
    await tab.locator('dialog .fields').getByText('onerror').first().waitFor();
    await show(`#/function/${encodeURIComponent(hostile)}`);
    await tab.locator('h1', { hasText: '<script>' }).waitFor();
    expect(await tab.locator('main img, main script').count()).to.equal(0);
    expect(dialogs).to.deep.equal([]);
  });

  it('offers who may only look nothing to change', async () => {
    await context.close();
    await server.close();
    await runtime.stop();
    await open({ authorize: () => 'read' });
    await show('#/dead/Shop.onPayment');
    await tab.locator('.groups').waitFor();
    expect(await tab.getByRole('button', { name: /Replay|Remove/ }).count()).to.equal(0);
    await show('#/function/Shop.onPayment');
    expect(await tab.getByRole('button', { name: /Pause…|Send/ }).count()).to.equal(0);
  });
});
