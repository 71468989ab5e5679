import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { preferredOptions, reliableOptions } from '../../lib/redis/client/client-roles.js';
import { urlKeywords } from '../../lib/connection-strings/url-query.js';
import { stackExchangeKeywords } from '../../lib/connection-strings/stack-exchange-keywords.js';

describe('docs/connections.md', () => {
  const page = readFileSync(new URL('../../../docs/connections.md', import.meta.url), 'utf8');

  /** The keywords in the first column of the table under a heading. */
  function keywordsUnder(heading: string): string[] {
    const [, after = ''] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
    const [section = ''] = after.split(/^#/m);
    const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell);
    return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, keyword = '']) => keyword));
  }

  const headings = { used: 'Keywords with an effect', 'no effect': 'Keywords without an effect' };
  for (const [treatment, heading] of Object.entries(headings)) {
    it(`lists the keywords under "${heading}"`, () => {
      const keywords = Object.entries(stackExchangeKeywords).filter(([, each]) => each === treatment);
      expect(keywordsUnder(heading)).to.have.members(keywords.map(([keyword]) => keyword));
    });
  }

  it('lists the keywords that are refused', () => {
    const refused = Object.entries(stackExchangeKeywords).filter(([, each]) => typeof each === 'object');
    expect(keywordsUnder('Keywords that are refused')).to.have.members([
      ...refused.map(([keyword]) => keyword),
      '$COMMAND',
    ]);
  });

  it('lists what may follow the "?" of a URL', () => {
    expect(keywordsUnder('URLs')).to.have.members(urlKeywords);
  });

  it('names every ioredis option that is always set, and those that are set unless told', () => {
    const [, section = ''] = page.split('### Options that are always set');
    const names = [...Object.keys(reliableOptions), ...Object.keys(preferredOptions)];
    expect(names.filter((name) => !section.includes(`\`${name}`))).to.deep.equal([]);
  });
});
