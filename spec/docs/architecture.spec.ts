import { expect } from 'chai';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

interface Zone {
  readonly target: string;
  readonly except: readonly string[];
}

describe('docs/architecture.md', () => {
  it('has the import table that .eslintrc.json enforces', () => {
    const { rules } = JSON.parse(readText('.eslintrc.json')) as {
      rules: { 'import/no-restricted-paths': [string, { zones: Zone[] }] };
    };
    // a folder inside another may have a stricter line of its own
    const isTop = ({ target }: Zone): boolean => /^\.\/lib\/[^/]+$/.test(target);
    const enforced = rules['import/no-restricted-paths'][1].zones.filter(isTop).map(({ target, except }) => {
      const folder = target.replace('./lib/', '');
      const others = except.map((each) => each.replace('./', '')).filter((each) => each !== folder);
      return [folder, others.sort()] as const;
    });
    const section = sectionOf(readText('docs/architecture.md'), 'Folders, and what each may import');
    const documented = tableRows(section).map(
      ([folder = '', , imports = '']) => [codeIn(folder)[0], codeIn(imports).sort()] as const,
    );
    expect(new Map(documented)).to.deep.equal(new Map(enforced));
  });
});
