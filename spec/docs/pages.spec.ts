import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { headingsOf, pages, readText, sectionOf } from './pages.js';

const root = new URL('../../../', import.meta.url);

describe('the pages', () => {
  for (const page of pages) {
    it(`${page} has no link that leads nowhere`, () => {
      const text = readText(page).replace(/^```[\s\S]*?^```$/gm, '');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        expect(existsSync(new URL(file, root)), `${page} -> ${target}`).to.equal(true);
        if (anchor !== undefined)
          expect(anchorsOf(readText(file)), `${page} -> ${target}`).to.include(anchor);
      }
    });
  }

  it('of the three triggers have the same headings', () => {
    const headings = [
      'Example',
      'Options',
      'What you receive',
      'Delivery',
      'Ordering',
      'Concurrency',
      'Stopping',
    ];
    for (const kind of ['pubsub', 'list', 'stream']) {
      const second = headingsOf(readText(`docs/${kind}-trigger.md`)).filter(({ level }) => level === 2);
      expect(
        second.map(({ text }) => text),
        kind,
      ).to.deep.equal(headings);
    }
  });
});

describe('README.md', () => {
  const page = readText('README.md');

  it('is shorter than 150 lines', () => {
    expect(page.split('\n').length).to.be.below(150);
  });

  it('runs only npm scripts that there are', () => {
    expectScripts(page);
    expect(scriptsOf(page)).to.include.members(['demo', 'test']);
  });

  it('leads to every page of docs/', () => {
    const index = sectionOf(page, 'Documentation');
    for (const path of pages.filter((each) => each.startsWith('docs/')))
      expect(index).to.include(`(${path})`);
  });
});

describe('CONTRIBUTING.md', () => {
  it('runs only npm scripts that there are', () => expectScripts(readText('CONTRIBUTING.md')));
});

function expectScripts(page: string): void {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  for (const name of scriptsOf(page)) expect(scripts).to.have.property(name);
}

/** The npm scripts that a page runs. */
function scriptsOf(page: string): string[] {
  const commands = [...page.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name = '']) => name);
  return commands.filter((name) => !['ci', 'install'].includes(name));
}

/** The anchors that a page has, as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return headingsOf(page).map(({ text }) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
