import { expect } from 'chai';
import * as fc from 'fast-check';
import { jsonErrorPlace } from '../../lib/settings/json-error-place.js';
import { parseTolerantJson, toPlainJson } from '../../lib/settings/parse-tolerant-json.js';

describe('jsonErrorPlace', () => {
  const places: [string, number, number][] = [
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a":}', 1, 6],
    ['{"a" 1}', 1, 6],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{\r\n  "a": tru\r\n}', 2, 8],
    ['\uFEFF{"a": 1} x', 1, 10],
    ['[1, /* a comment\n of two lines */ 2 3]', 2, 20],
    ['{"a": "open\n"}', 1, 7],
    ['[1}', 1, 3],
    ["{'a': 1}", 1, 2],
    ['[01]', 1, 3],
    ['[1,,]', 1, 5],
    ['}', 1, 1],
  ];
  for (const [text, line, column] of places) {
    it(`finds it in ${JSON.stringify(text)}`, () =>
      expect(jsonErrorPlace(text)).to.deep.equal({ line, column }));
  }

  it('finds one exactly where there is one: what stands before it is the beginning of JSON', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'null', '-', ' ', '\n', '"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (all) => {
        const text = all.join('');
        const { line, column } = jsonErrorPlace(text);
        const offset =
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length +
          (line > 1 ? 1 : 0) +
          column -
          1;
        const isJson = isReadable(text);
        if (isJson) expect(offset, text).to.equal(text.length);
        else if (offset < text.length) expect(isReadable(text.slice(0, offset + 1)), text).to.equal(false);
      }),
    );
  });

  it('leaves everything else where it stood when comments are taken out', () => {
    const text = '[1, /* one\ntwo */ 2 // three\n,]';
    expect(toPlainJson(text)).to.have.length(text.length);
    expect(toPlainJson(text).split('\n')).to.have.length(3);
  });
});

function isReadable(text: string): boolean {
  try {
    parseTolerantJson(text);
    return true;
  } catch {
    return false;
  }
}
