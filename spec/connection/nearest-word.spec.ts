import { expect } from 'chai';
import { nearestWord } from '../../lib/connection/nearest-word.js';

describe('nearestWord', () => {
  const words = ['password', 'sslHost', 'ssl', 'name', 'user'];
  const cases: [string, string | undefined][] = [
    ['passwrod', 'password'],
    ['PASSWORD', 'password'],
    ['pasword', 'password'],
    ['ssll', 'ssl'],
    ['sslHots', 'sslHost'],
    ['nmae', undefined],
    ['flibble', undefined],
    ['', undefined],
  ];
  for (const [written, word] of cases) {
    it(`is ${word ?? 'none'} for "${written}"`, () => {
      expect(nearestWord(written, words)).to.equal(word);
    });
  }
});
