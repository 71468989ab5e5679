import { expect } from 'chai';
import { parseJson } from '../../lib/binding/parse-json.js';

describe('parseJson', () => {
  const read: [string | Buffer, unknown][] = [
    ['{"a":1}', { a: 1 }],
    ['\uFEFF{"a":1}', { a: 1 }],
    ['"\uFEFF"', '\uFEFF'],
    ['9007199254740992', 9007199254740992],
    ['[1.0000000000000000001, 1e30, "9007199254740993"]', [1, 1e30, '9007199254740993']],
    ['{"9007199254740993":true}', Object.fromEntries([['9007199254740993', true]])],
    ['["\\"9007199254740993", 1e0, false]', ['"9007199254740993', 1, false]],
  ];
  for (const [text, value] of read) {
    it(`reads ${JSON.stringify(text)}`, () => expect(parseJson(Buffer.from(text))).to.deep.equal(value));
  }

  const refused: [string, Buffer, RegExp][] = [
    ['nothing', Buffer.alloc(0), /^it is empty$/],
    ['a mark and nothing', Buffer.from('\uFEFF'), /^it is empty$/],
    ['two marks', Buffer.from('\uFEFF\uFEFF1'), /^it is not valid JSON$/],
    ['UTF-16 LE', Buffer.from('\uFEFF{}', 'utf16le'), /byte-order mark of UTF-16/],
    ['UTF-16 BE', Buffer.from('\uFEFF{}', 'utf16le').swap16(), /byte-order mark of UTF-16/],
    [
      'an integer that becomes another',
      Buffer.from('{"a":9007199254740993}'),
      /^the integer at character 6 /,
    ],
    ['a negative one', Buffer.from('[-9007199254740993]'), /^the integer at character 2 /],
    ['one that becomes Infinity', Buffer.from('9'.repeat(400)), /^the integer at character 1 /],
  ];
  for (const [what, bytes, message] of refused) {
    it(`refuses ${what}`, () => expect(() => parseJson(bytes)).to.throw(SyntaxError, message));
  }
});
