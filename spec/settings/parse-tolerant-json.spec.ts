import { expect } from 'chai';
import { parseTolerantJson, toPlainJson } from '../../lib/settings/parse-tolerant-json.js';

describe('parseTolerantJson', () => {
  const read: [string, unknown][] = [
    ['\uFEFF{}', {}],
    ['{"a":1,}', { a: 1 }],
    ['[1, /* one */ 2, // two\n ]', [1, 2]],
    ['{"a": "// no comment, ]", /* , } */ "b": [1,2,], }', { a: '// no comment, ]', b: [1, 2] }],
    ['{"a": "\\", }"} // the end', { a: '", }' }],
    ['[[1,],]', [[1]]],
  ];
  for (const [text, value] of read) {
    it(`reads ${JSON.stringify(text)}`, () => expect(parseTolerantJson(text)).to.deep.equal(value));
  }

  for (const text of ['{"a":1,,}', '[,', '{"a": /* 1}', '"open', '[1 / 2]', '']) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseTolerantJson(text)).to.throw(SyntaxError));
  }

  /** What made the regular expressions of old begin anew at each place. */
  const unending = ['/*', '"\\', '\\"', ',', ', ', '/', '{"a":', '[,', '/**'];
  for (const piece of unending) {
    it(`takes time in proportion to the length of many ${JSON.stringify(piece)}`, () => {
      const text = `"${piece.repeat(320_000)}`.slice(piece.startsWith('/') ? 1 : 0);
      const startedAt = performance.now();
      toPlainJson(text);
      // Below a second; it was minutes.
      expect(performance.now() - startedAt).to.be.lessThan(20_000);
    });
  }
});
