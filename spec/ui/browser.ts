import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page as Tab } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; undefined where there is none. `CHROMIUM_BIN` names another one. */
export const chromiumPath = [process.env.CHROMIUM_BIN ?? '', ...places].find(
  (path) => path !== '' && existsSync(path),
);

/** Describes specs that need a browser; where there is none, they are skipped, and their title says so. */
export function describeInBrowser(title: string, body: (open: (url: string) => Promise<Tab>) => void): void {
  const missing =
    chromiumPath === undefined ? ' (SKIPPED: there is no chromium; CHROMIUM_BIN may name one)' : '';
  (missing === '' ? describe : describe.skip)(`${title}${missing}`, function () {
    this.timeout(180_000);
    let browser: Browser;
    before(async () => {
      browser = await chromium.launch({ executablePath: String(chromiumPath), args: ['--no-sandbox'] });
    });
    after(() => browser.close());
    afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
    body(async (url) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const tab = await context.newPage();
      await tab.goto(url);
      await tab.locator('h1').waitFor();
      return tab;
    });
  });
}
