import { expect } from 'chai';
import { normalizedMessage } from '../../lib/dead-letter-tools/normalized-message.js';

describe('a normalized message', () => {
  const cases: readonly (readonly [message: string, normalized: string])[] = [
    ['order 17 of 3 has no stock', 'order # of # has no stock'],
    ['user 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone', 'user # is gone'],
    ['01HZY3N4J5K6M7P8Q9R0S1T2V3 was refused', '# was refused'],
    ['at 0xdeadbeef, commit 1a2b3c4d5e', 'at #, commit #'],
    ['no answer of 10.0.0.17:6379 within 250ms', 'no answer of # within #ms'],
    ['entry 1700000000000-0 timed out on 2026-11-30T10:00:00', 'entry # timed out on #'],
    ['E2BIG and utf8 keep their digits', 'E2BIG and utf8 keep their digits'],
    ['the bank is closed', 'the bank is closed'],
    ['', ''],
  ];

  for (const [message, normalized] of cases) {
    it(`of "${message}" is "${normalized}"`, () => {
      expect(normalizedMessage(message)).to.equal(normalized);
    });
  }

  it('is cut where it is very long', () => {
    expect(normalizedMessage('x y '.repeat(100_000))).to.have.lengthOf(500);
  });
});
