import { expect } from 'chai';
import { globSync } from 'tinyglobby';
import { errorCodes } from '../../lib/errors/error-codes.js';
import { readText, sectionOf, tableRows } from './pages.js';

describe('docs/errors.md', () => {
  const page = readText('docs/errors.md');

  it('has the table of codes, word for word', () => {
    const expected = Object.entries(errorCodes).map(([code, { meaning, remedy }]) => [
      `\`${code}\``,
      meaning,
      remedy,
    ]);
    expect(tableRows(sectionOf(page, 'Codes'))).to.deep.equal(expected);
  });

  it('has no code that nothing reports', () => {
    const files = globSync('lib/**/*.ts', { cwd: new URL('../../../', import.meta.url).pathname });
    const source = files.filter((file) => !file.endsWith('error-codes.ts')).map(readText);
    const unused = Object.keys(errorCodes).filter(
      (code) => !source.some((text) => text.includes(`'${code}'`)),
    );
    expect(unused).to.deep.equal([]);
  });
});
