import { expect } from 'chai';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

interface Zone {
  readonly target: string;
  readonly except: readonly string[];
}

/** A folder, and what it may import. */
type Row = readonly [folder: string, imports: readonly string[]];

function rowOf({ target, except }: Zone): Row {
  const folder = target.replace('./lib/', '');
  const own = folder.split('/').at(-1);
  const others = except.map((each) => each.replace('./', '')).filter((each) => each !== own);
  // Only of the testing kit, which stands above all, the page says it in words.
  return [folder, folder === 'testing' ? [] : others.sort()];
}

function tableOf(section: string): Map<string, readonly string[]> {
  return new Map(
    tableRows(section).map(([folder = '', , imports = '']): Row => [
      codeIn(folder)[0] ?? '',
      codeIn(imports).sort(),
    ]),
  );
}

describe('docs/architecture.md', () => {
  it('has the import table that .eslintrc.json enforces', () => {
    const { rules } = JSON.parse(readText('.eslintrc.json')) as {
      rules: { 'import/no-restricted-paths': [string, { zones: Zone[] }] };
    };
    const zones = rules['import/no-restricted-paths'][1].zones;
    // A folder inside one of these has a table of its own; those of the fake and of the scripts are rules in words.
    const enforced = zones.filter(({ target }) => /^\.\/lib\/[^/]+$/.test(target));
    const inside = zones.filter(({ target }) => /^\.\/lib\/(?!testing)[^/]+\/[^/]+$/.test(target));
    const page = readText('docs/architecture.md');
    const top = sectionOf(page, 'Folders, and what each may import');
    const nested = sectionOf(page, 'Inside the larger folders');
    expect(tableOf(top)).to.deep.equal(new Map(enforced.map(rowOf)));
    expect(tableOf(nested)).to.deep.equal(new Map(inside.map(rowOf)));
  });
});
