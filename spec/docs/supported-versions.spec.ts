import { expect } from 'chai';
import { codeIn, readText, sectionOf, tableRows } from './pages.js';

describe('docs/supported-versions.md', () => {
  const page = readText('docs/supported-versions.md');
  const manifest = JSON.parse(readText('package.json')) as {
    engines: Record<string, string>;
    peerDependencies: Record<string, string>;
    peerDependenciesMeta: Record<string, { optional?: boolean }>;
    devDependencies: Record<string, string>;
  };
  const rows = [
    ...tableRows(sectionOf(page, 'Supported versions')),
    ...tableRows(sectionOf(page, 'Optional packages')),
  ];
  const ranges = new Map(
    rows.map(([name = '', range = '']) => [name.replaceAll('`', ''), codeIn(range)[0] ?? range]),
  );

  it('has the version of Node.js that the package asks for', () => {
    expect(ranges.get('Node.js')).to.equal(manifest.engines.node);
  });

  it('has every peer with its range, optional ones in their own table', () => {
    const listed = tableRows(sectionOf(page, 'Optional packages')).map(([name = '']) => codeIn(name)[0]);
    for (const [peer, range] of Object.entries(manifest.peerDependencies)) {
      expect(ranges.get(peer), peer).to.equal(range);
      expect(listed.includes(peer), peer).to.equal(manifest.peerDependenciesMeta[peer]?.optional ?? false);
    }
  });

  it('has the version of TypeScript that the specs compile with', () => {
    const [, , checked] = rows.find(([name]) => name === 'TypeScript') ?? [];
    expect(checked).to.equal(manifest.devDependencies.typescript);
  });
});
