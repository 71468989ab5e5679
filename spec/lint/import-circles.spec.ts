import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { repository } from '../support/repository.js';

const lib = join(repository, 'lib');

/** What each file of `lib` imports of the others, types included: ESLint does not look at those. */
function readImports(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(lib, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => {
      const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g);
      const imported = [...specifiers].map(([, path = '']) => join(dirname(file), `${path}.ts`));
      return [file, imported] as const;
    }),
  );
}

/** Files that import each other, if only through others: what is left when those that import nothing left are taken away. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map([...imports].map(([file, imported]) => [file, new Set(imported)]));
  const without = (isDone: (file: string, imported: ReadonlySet<string>) => boolean): boolean => {
    const done = [...left].filter(([file, imported]) => isDone(file, imported)).map(([file]) => file);
    for (const file of done) left.delete(file);
    for (const imported of left.values()) for (const file of done) imported.delete(file);
    return done.length > 0;
  };
  // From both ends: what imports a circle is not in it, and neither is what a circle imports.
  while (without((_file, imported) => imported.size === 0));
  const isImported = (file: string): boolean => [...left.values()].some((imported) => imported.has(file));
  while (without((file) => !isImported(file)));
  return [...left.keys()].map((file) => relative(lib, file)).sort();
}

describe('the imports in lib', () => {
  it('have no circles, not even of types', () => {
    expect(circlesOf(readImports())).to.deep.equal([]);
  });

  it('would be found to have one', () => {
    const imports = new Map([
      ['first', ['second']],
      ['second', ['third', 'last']],
      ['third', ['second']],
      ['last', []],
    ]);
    expect(circlesOf(imports).map((file) => file.replace(/^.*\//, ''))).to.deep.equal(['second', 'third']);
  });
});
