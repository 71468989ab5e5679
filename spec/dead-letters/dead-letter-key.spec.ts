import { expect } from 'chai';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';

describe('deadLetterKey', () => {
  const cases: [string, string][] = [
    ['orders', '{orders}'],
    ['{eu}:orders', '{eu}'],
    ['orders:{eu}:{us}', '{eu}'],
    ['{a{b}c}', '{a{b}'],
    ['x{', '{x{}'],
    // Redis takes no tag from these: the whole key decides.
    ['{}{eu}', '{{}{eu}}'],
    ['a{}', '{a{}}'],
  ];
  for (const [source, tag] of cases) {
    it(`of "${source}" begins with ${tag}`, () => {
      expect(deadLetterKey(source, 'Orders.onOrder')).to.equal(`${tag}:dead-letter:Orders.onOrder`);
    });
  }
});
