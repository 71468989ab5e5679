import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { headingsOf, pages, readText } from './pages.js';

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
      'In detail',
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

  it('leads to what a user looks for first', () => {
    for (const name of ['README', 'getting-started', 'cookbook', 'troubleshooting', 'errors', 'api'])
      expect(page).to.include(`(docs/${name}.md`);
  });
});

/** Pages for those who change the library, not for its users. */
const internals = ['docs/architecture.md', 'docs/decisions.md'];

describe('docs/README.md', () => {
  const linked = linksOf('docs/README.md');

  it('leads to every page for users, and to none of the others', () => {
    const others = [...internals, 'docs/README.md'];
    const expected = pages.filter((each) => each.startsWith('docs/') && !others.includes(each));
    expect(linked.filter((each) => each.startsWith('docs/'))).to.have.members(expected);
  });
});

describe('CONTRIBUTING.md', () => {
  it('leads to the pages about the inside', () => {
    expect(linksOf('CONTRIBUTING.md')).to.include.members(internals);
  });

  it('runs only npm scripts that there are', () => expectScripts(readText('CONTRIBUTING.md')));
});

/** The files that a page links to, each once. */
function linksOf(page: string): string[] {
  const targets = [...readText(page).matchAll(/\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)];
  return [...new Set(targets.map(([, path = '']) => join(dirname(page), path)))];
}

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
